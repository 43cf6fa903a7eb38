import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lift, move, press } from '../../src/ink/capture.ts';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import {
  endStroke,
  hidePen,
  initialState,
  ink,
  isPenDown,
  movePen,
  redoChange,
  replaceDrawing,
  type State,
  togglePen,
  undoChange,
  withdraw,
} from '../../src/state/state.ts';
import { amend, beginHistory, change, MOST_CHANGES, redo, undo } from '../../src/state/undo.ts';
import { toStrokes } from '../support.ts';

const SURROUNDINGS = { dark: false, forcedColors: false, printing: false };
const blank = (): State => initialState({ language: 'en', surroundings: SURROUNDINGS });
const sample = (x: number, y: number) => ({ pointerId: 7, x, y, unitsPerPixel: 10, time: 0 });
const pressAt = (state: State, x: number, y: number) => ink(state, (inking) => press(inking, sample(x, y)));
const moveTo = (state: State, x: number, y: number) => ink(state, (inking) => move(inking, sample(x, y)));
const liftAt = (state: State, x: number, y: number) => ink(state, (inking) => lift(inking, sample(x, y)));
const stroke = (state: State, x: number) => liftAt(moveTo(pressAt(state, x, 100), x, 500), x, 900);
const strokesOf = (state: State) => toStrokes(state.history.present);

describe('history', () => {
  it('undoes and redoes changes, and forgets what was undone at the next change', () => {
    const twoChanges = change(change(beginHistory('a'), 'b'), 'c');
    expect(undo(twoChanges).present).toBe('b');
    expect(undo(undo(twoChanges)).present).toBe('a');
    expect(redo(undo(twoChanges))).toEqual(twoChanges);
    expect(redo(change(undo(twoChanges), 'd')).present).toBe('d');
  });

  it('stays the same object when there is nothing to undo or redo', () => {
    const start = beginHistory('a');
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });

  it('does not count the continuation of a change as a step of its own', () => {
    expect(undo(amend(change(beginHistory('a'), 'b'), 'bb')).present).toBe('a');
  });

  it('drops the oldest changes, not the newest', () => {
    let history = beginHistory(0);
    for (let step = 1; step <= MOST_CHANGES + 10; step++) history = change(history, step);
    expect(history.past).toHaveLength(MOST_CHANGES);
    expect(undo(history).present).toBe(MOST_CHANGES + 9);
  });
});

describe('drawing', () => {
  it('keeps every point of a stroke, in one change', () => {
    const line = [200, 300, 400].reduce((state, x) => moveTo(state, x, 100), pressAt(blank(), 100, 100));
    expect(strokesOf(line)[0].map(([x]) => x)).toEqual([100, 200, 300, 400]);
    expect(line.history.past).toHaveLength(1);
  });

  it('undoes a whole stroke, and redoes it', () => {
    const two = stroke(stroke(blank(), 100), 900);
    const one = undoChange(two);
    expect(strokesOf(one)).toEqual(strokesOf(stroke(blank(), 100)));
    expect(strokesOf(redoChange(one))).toEqual(strokesOf(two));
  });

  it('treats a press that left the pad and came back as one change, even if it began outside', () => {
    for (const begin of [3500, 5000]) {
      const places = [5000, 3000, 5000, 3000];
      const drawn = liftAt(
        places.reduce((state, x) => moveTo(state, x, 100), pressAt(stroke(blank(), 100), begin, 100)),
        2000,
        100,
      );
      expect(strokesOf(drawn).length).toBeGreaterThan(2);
      expect(strokesOf(undoChange(drawn))).toEqual(strokesOf(stroke(blank(), 100)));
      expect(drawn.history.past).toHaveLength(2);
    }
  });

  it('ends the stroke in progress before undoing, so that its pointer stops drawing', () => {
    const underWay = moveTo(pressAt(stroke(blank(), 100), 900, 100), 900, 500);
    const undone = undoChange(underWay);
    expect(undone.pressed).toBeNull();
    expect(strokesOf(undone)).toEqual(strokesOf(stroke(blank(), 100)));
    expect(moveTo(undone, 900, 900)).toBe(undone);
  });

  it('withdraws what a pointer has drawn since it came down, and nothing of any other', () => {
    const underWay = moveTo(pressAt(stroke(blank(), 100), 900, 100), 900, 500);
    const withdrawn = withdraw(underWay, 7);
    expect(strokesOf(withdrawn)).toEqual(strokesOf(stroke(blank(), 100)));
    expect(withdrawn.pressed).toBeNull();
    expect(strokesOf(redoChange(withdrawn))).toEqual(strokesOf(underWay));
    expect(withdraw(underWay, 8)).toBe(underWay);
    expect(withdraw(withdrawn, 7)).toBe(withdrawn);
  });

  it('keeps the undone stroke although another is drawn in its place', () => {
    const one = stroke(blank(), 100);
    const kept = strokesOf(stroke(one, 900));
    const two = stroke(one, 900);
    stroke(undoChange(two), 2000);
    expect(strokesOf(two)).toEqual(kept);
  });

  it('comes back when clearing is undone, and clearing an empty pad is not a change', () => {
    const drawn = stroke(blank(), 100);
    const cleared = replaceDrawing(drawn, emptyDrawing());
    expect(strokesOf(cleared)).toEqual([]);
    expect(strokesOf(undoChange(cleared))).toEqual(strokesOf(drawn));
    expect(replaceDrawing(cleared, emptyDrawing())).toBe(cleared);
  });

  it('is not continued by a pen that was still down when it was replaced', () => {
    const given = fromStrokes([
      [
        [0, 0],
        [9, 9],
      ],
    ]);
    const underWay = moveTo(pressAt(blank(), 100, 100), 100, 500);
    for (const drawing of [given, emptyDrawing()]) {
      const replaced = replaceDrawing(underWay, drawing);
      expect(replaced.pressed).toBeNull();
      expect(moveTo(replaced, 2000, 2000)).toBe(replaced);
      expect(liftAt(replaced, 2000, 2000)).toBe(replaced);
      expect(strokesOf(replaced)).toEqual(toStrokes(drawing));
    }
    expect(replaceDrawing(pressAt(blank(), 1, 1), given).history.past).toHaveLength(2);
  });

  it('leaves the State alone when an event changes nothing', () => {
    const state = blank();
    expect(moveTo(state, 1, 1)).toBe(state);
    expect(endStroke(state)).toBe(state);
    expect(hidePen(state)).toBe(state);
    expect(undoChange(state)).toBe(state);
    expect(redoChange(state)).toBe(state);
  });

  it('returns to the start by as many undos as changes, and to the end by as many redos, whatever the changes', () => {
    const action = fc.constantFrom('stroke', 'dot', 'clear', 'draw', 'half');
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        let state = blank();
        const before: unknown[] = [];
        for (const [i, name] of actions.entries()) {
          before.push(strokesOf(state));
          if (name === 'stroke') state = stroke(endStroke(state), 100 + 50 * i);
          if (name === 'half') state = moveTo(pressAt(endStroke(state), 50 * i, 0), 50 * i, 700);
          if (name === 'dot') state = liftAt(pressAt(endStroke(state), 50 * i, 3000), 50 * i, 3000);
          if (name === 'clear') state = replaceDrawing(state, emptyDrawing());
          if (name === 'draw')
            state = replaceDrawing(
              state,
              fromStrokes([
                [
                  [0, i],
                  [9, 9],
                ],
              ]),
            );
          if (name === 'clear' && state.history.past.length < before.length) before.pop();
        }
        const last = strokesOf(state);
        for (const expected of [...before].reverse()) {
          state = undoChange(state);
          expect(strokesOf(state)).toEqual(expected);
        }
        for (const _ of before) state = redoChange(state);
        expect(strokesOf(state)).toEqual(last);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the keyboard's pen", () => {
  it('starts in the middle, stays on the pad, and draws only while it is down', () => {
    expect(movePen(blank(), 100, -100, 0).pen).toEqual({ x: 2148, y: 1948 });
    expect(movePen(blank(), -5000, 5000, 0).pen).toEqual({ x: 0, y: 4096 });
    const moved = movePen(blank(), 5000, -100, 0);
    expect(moved.pen).toEqual({ x: 4096, y: 1948 });
    expect(strokesOf(moved)).toEqual([]);
    const drawn = movePen(togglePen(moved, 10), -64, 0, 20);
    expect(isPenDown(drawn)).toBe(true);
    expect(strokesOf(drawn)).toEqual([
      [
        [4096, 1948, 0],
        [4032, 1948, 10],
      ],
    ]);
  });

  it('makes a stroke that is undone as a whole', () => {
    const drawn = togglePen(movePen(movePen(togglePen(blank(), 0), 64, 0, 1), 0, 64, 2), 3);
    expect(isPenDown(drawn)).toBe(false);
    expect(strokesOf(undoChange(drawn))).toEqual([]);
  });

  it('is lifted and hidden when the focus leaves, and its stroke stays', () => {
    const drawn = movePen(togglePen(blank(), 0), 64, 0, 1);
    const hidden = hidePen(drawn);
    expect(hidden.pen).toBeNull();
    expect(hidden.pressed).toBeNull();
    expect(strokesOf(hidden)).toEqual(strokesOf(drawn));
  });

  it("leaves another pointer's stroke alone when it hides", () => {
    const underWay = pressAt(blank(), 100, 100);
    expect(hidePen(underWay)).toBe(underWay);
  });
});
