import { describe, expect, it } from 'vitest';
import {
  ASKED,
  isAskingPen,
  leaveOutStroke,
  lookAtToken,
  NO_PEN_ASKING,
  shownToken,
  strokesOff,
} from '../../src/state/pen-asking.ts';
import { initialState, openLinked, replaceDrawing, type State } from '../../src/state/state.ts';
import { drawingOf } from '../support.ts';

const tokens = (count: number) => ({ ids: new Uint8Array(count) });

describe('the token that is looked at', () => {
  const looking = (token: number | null, pointedToken: number | null = null) => ({
    ...NO_PEN_ASKING,
    token,
    pointedToken,
  });

  it('is the newest, unless one is chosen or pointed at that is there', () => {
    expect(shownToken(looking(null), tokens(7))).toBe(6);
    expect(shownToken(looking(3), tokens(7))).toBe(3);
    expect(shownToken(looking(3, 5), tokens(7))).toBe(5);
    expect(shownToken(looking(9), tokens(7))).toBe(6);
    expect(shownToken(looking(7), tokens(7))).toBe(6);
  });

  it('is ASK, after however many tokens, once something is drawn', () => {
    expect(shownToken(looking(ASKED), tokens(7))).toBe(7);
    expect(shownToken(looking(ASKED), tokens(94))).toBe(94);
    expect(shownToken(looking(null, ASKED), tokens(12))).toBe(12);
    expect(shownToken(looking(ASKED), tokens(1))).toBe(0);
  });

  it('is the newest again when it is chosen once more', () => {
    const once = lookAtToken({ penAsking: NO_PEN_ASKING }, 4);
    expect(once.penAsking.token).toBe(4);
    expect(lookAtToken(once, 4).penAsking.token).toBeNull();
  });
});

const surroundings = { dark: false, forcedColors: false, printing: false };

describe('a stroke that is left out', () => {
  const cross = drawingOf([
    [
      [100, 500],
      [900, 500],
    ],
    [
      [500, 100],
      [500, 900],
    ],
  ]);
  const without = (state: State): State => leaveOutStroke({ ...state, place: 'pen' }, 1, true);
  const crossed = without(replaceDrawing(initialState({ surroundings }), cross));

  it('is left out where the switches are, and nowhere else', () => {
    expect(strokesOff(crossed)).toEqual([1]);
    expect(strokesOff({ ...crossed, place: 'draw' })).toEqual([]);
    expect(strokesOff({ ...crossed, penAsking: { ...crossed.penAsking, view: 'write' } })).toEqual([]);
  });

  it('is one of its drawing: another has none, unless the link that it came by tells of it', () => {
    expect(strokesOff(replaceDrawing(crossed, drawingOf([[[1, 1]], [[2, 2]]])))).toEqual([]);
    expect(
      strokesOff(openLinked(without({ ...initialState({ surroundings }), place: 'pen' }), { drawing: cross, ink: '' })),
    ).toEqual([1]);
  });
});

describe('Escape', () => {
  const pen: State = { ...initialState({ surroundings }), place: 'pen' };

  it('has something to let go in the view that shows it, heads included', () => {
    const heads = { layer: 1, head: 2, against: null };
    const asking: State = { ...pen, penAsking: { ...NO_PEN_ASKING, heads } };
    expect(isAskingPen(pen)).toBe(false);
    expect(isAskingPen(asking)).toBe(true);
    expect(isAskingPen({ ...asking, place: 'draw' })).toBe(false);
    expect(isAskingPen({ ...asking, penAsking: { ...asking.penAsking, view: 'write' } })).toBe(false);
  });
});
