import { describe, expect, it } from 'vitest';
import { lift, move, press } from '../../src/ink/capture.ts';
import { play } from '../../src/state/playing.ts';
import { select } from '../../src/state/selection.ts';
import {
  initialState,
  ink,
  isSelecting,
  letGo,
  redoChange,
  replaceDrawing,
  type State,
  showMoment,
  shownDrawing,
  undoChange,
  withdraw,
} from '../../src/state/state.ts';
import { drawingOf, toStrokes } from '../support.ts';

const SURROUNDINGS = { dark: false, forcedColors: false, printing: false };
const sample = (x: number, y: number) => ({ pointerId: 7, x, y, unitsPerPixel: 10, time: 0 });
const pressAt = (state: State, x: number, y: number) => ink(state, (inking) => press(inking, sample(x, y)));
const moveTo = (state: State, x: number, y: number) => ink(state, (inking) => move(inking, sample(x, y)));
const liftAt = (state: State, x: number, y: number) => ink(state, (inking) => lift(inking, sample(x, y)));

const POINTS = Array.from({ length: 20 }, (_, i) => [100 * i, 50 * i]);
const drawn = replaceDrawing(initialState({ language: 'en', surroundings: SURROUNDINGS }), drawingOf([POINTS]));

describe('a moment', () => {
  it('shows the first points of the drawing, and leaves the drawing as it is', () => {
    const state = showMoment(drawn, 7);
    expect(shownDrawing(state).points).toBe(7);
    expect(toStrokes(shownDrawing(state))[0].length).toBe(7);
    expect(state.history).toBe(drawn.history);
  });

  it('is part of what is selected, and is let go with it; a replay is not', () => {
    const asked = select(showMoment(drawn, 7), { digit: 3, rival: null, part: null, why: false });
    expect([drawn, showMoment(drawn, 7), asked].map(isSelecting)).toEqual([false, true, true]);
    expect(letGo(asked)).toEqual(drawn);
    const playing = play(asked, { from: 7 });
    expect(letGo(playing)).toEqual({ ...playing, selection: drawn.selection });
    expect(isSelecting(letGo(playing))).toBe(false);
  });

  it('is the end for all points and for more, and never before the first point', () => {
    expect(showMoment(drawn, 20)).toBe(drawn);
    expect(showMoment(drawn, 1000)).toBe(drawn);
    expect(showMoment(showMoment(drawn, 3), null)).toEqual(drawn);
    expect(shownDrawing(showMoment(drawn, -5)).points).toBe(0);
    expect(showMoment(drawn, 3.7).moment).toBe(3);
  });

  it('cannot be chosen while a stroke is being drawn', () => {
    const pressed = pressAt(drawn, 3000, 3000);
    expect(showMoment(pressed, 5)).toBe(pressed);
  });

  it('is where ink goes on: what came after it is gone, until it is undone', () => {
    const state = liftAt(moveTo(pressAt(showMoment(drawn, 5), 3000, 3000), 3000, 3500), 3000, 4000);
    expect(state.moment).toBeNull();
    expect(toStrokes(state.history.present).map((stroke) => stroke.length)).toEqual([5, 3]);
    expect(undoChange(state).history.present).toBe(drawn.history.present);
    expect(toStrokes(redoChange(undoChange(state)).history.present)).toEqual(toStrokes(state.history.present));
    expect(toStrokes(drawn.history.present), 'the drawing before').toEqual(toStrokes(drawingOf([POINTS])));
  });

  it('stands while a press leaves no ink, also if that was a palm', () => {
    const outside = pressAt(showMoment(drawn, 5), -100, -100);
    expect(shownDrawing(outside).points).toBe(5);
    const gone = withdraw(outside, 7);
    expect(gone.pressed).toBeNull();
    expect(gone.moment).toBe(5);
    expect(gone.history).toBe(drawn.history);
  });

  it('ends with undo, redo and another drawing', () => {
    const state = showMoment(drawn, 5);
    expect(undoChange(state).moment).toBeNull();
    expect(redoChange(undoChange(state)).moment).toBeNull();
    expect(replaceDrawing(state, drawingOf([POINTS])).moment).toBeNull();
  });
});
