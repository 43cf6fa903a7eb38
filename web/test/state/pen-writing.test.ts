import { describe, expect, it } from 'vitest';
import { isEmpty } from '../../src/ink/drawing.ts';
import { CONTEXT, END, FIRST_STEP, LIFT, VOCABULARY } from '../../src/net/pen/description.ts';
import { weighNext, writingOf } from '../../src/net/pen/writing.ts';
import {
  advanceWriting,
  finish,
  isBeingWritten,
  letWrite,
  lookAtChoice,
  mayGoOn,
  openWriting,
  rest,
  shownWriting,
  type Weigh,
} from '../../src/state/pen-writing.ts';
import { initialState, replaceDrawing, type State, showMoment, undoChange } from '../../src/state/state.ts';
import { drawingOf, toStrokes } from '../support.ts';
import { writeOn } from '../write-on.ts';

/** Down five steps, then the end, whatever the number; or never an end. */
const expected =
  (ends = true) =>
  (ids: Uint8Array): Float64Array =>
    Float64Array.from(VOCABULARY, (_, token) => {
      if (token === END) return ends && ids.length >= 9 ? 60 : -60;
      return token === LIFT ? -60 : token === FIRST_STEP + 4 ? 30 : 0;
    });
const weighs =
  (ends = true): Weigh =>
  (progress) =>
    weighNext(expected(ends), progress);

const BEGUN: State = {
  ...initialState({ surroundings: { dark: false, forcedColors: false, printing: false } }),
  place: 'pen',
  seed: 5,
};
const DRAWN = replaceDrawing(
  BEGUN,
  drawingOf([
    [
      [0, 0],
      [9, 9],
    ],
  ]),
);

function written(state: State, phases = Number.POSITIVE_INFINITY, ends = true): State {
  let now = letWrite(state, 'steps');
  for (let phase = 0; phase < phases && now.penWriting.writing?.gait; phase++) now = advanceWriting(now, weighs(ends));
  return now;
}

describe('a writing', () => {
  it('shows what may come before it takes what is chosen, and so on to the end, where it rests', () => {
    let state = letWrite(BEGUN, 'steps');
    expect(state.penWriting.writing).toMatchObject({ phase: 'weighing', gait: 'steps' });
    state = advanceWriting(state, weighs());
    expect(state.penWriting.writing?.phase).toBe('chosen');
    expect(state.penWriting.writing?.progress.ids).toHaveLength(3);
    state = advanceWriting(state, weighs());
    expect(state.penWriting.writing?.phase).toBe('weighing');
    expect(state.penWriting.writing?.progress.ids).toHaveLength(3);
    const { writing } = written(BEGUN).penWriting;
    expect(writing).toMatchObject({ gait: null, progress: { ended: true, failed: false } });
  });

  it('writes what is written all at once for the same digit, temperature, top-k and seed', () => {
    const state = { ...BEGUN, writeDigit: 7, temperature: 0.65, topK: 4 };
    const all = writeOn(expected(), writingOf(7), { temperature: 0.65, topK: 4, seed: 5 });
    expect(written(state).penWriting.writing?.progress).toMatchObject(all);
  });

  it('takes the place of a drawing, and is one step to undo', () => {
    const state = written(DRAWN);
    expect(toStrokes(state.history.present)[0]).toHaveLength(6);
    const undone = undoChange(state);
    expect(undone.history.present).toBe(DRAWN.history.present);
    expect(undoChange(written(BEGUN)).history.past).toEqual([]);
    expect(isEmpty(undoChange(written(BEGUN)).history.present)).toBe(true);
  });

  it('leaves nothing to undo on an empty pad before its first ink', () => {
    expect(letWrite(BEGUN, 'steps').history.past).toEqual([]);
    expect(written(BEGUN, 1).history.past).toEqual([]);
  });

  it('fails where no end comes within the context', () => {
    const { writing } = written(BEGUN, Number.POSITIVE_INFINITY, false).penWriting;
    expect(writing?.progress).toMatchObject({ ended: false, failed: true });
    expect(writing?.progress.ids).toHaveLength(CONTEXT);
  });

  it('goes on where it rested, by itself or at rest', () => {
    const rested = rest(written(BEGUN, 6));
    const resumed = letWrite(rested, 'end');
    expect(resumed.penWriting.writing?.progress).toBe(rested.penWriting.writing?.progress);
    expect(resumed.penWriting.writing?.gait).toBe('end');
  });

  it('goes on no more once another drawing is there, somebody looks back, or something else is asked for', () => {
    const state = written(BEGUN, 7);
    expect(mayGoOn(state)).toBe(true);
    expect(mayGoOn(undoChange(state))).toBe(false);
    expect(mayGoOn(showMoment(state, 1))).toBe(false);
    expect(mayGoOn({ ...state, place: 'draw' })).toBe(false);
    expect(mayGoOn({ ...state, seed: 6 })).toBe(false);
    expect(openWriting({ ...state, temperature: 0.1 })).toBeNull();
    expect(advanceWriting(undoChange(state), weighs()).history.present).toBe(undoChange(state).history.present);
  });

  it('is not shown any more where it was left unfinished, but is once it is over', () => {
    expect(shownWriting(undoChange(written(BEGUN, 7)))).toBeNull();
    const over = undoChange(written(BEGUN));
    expect(shownWriting(over)).toBe(over.penWriting.writing);
  });

  it('may have its last stroke go on until it is over', () => {
    expect(isBeingWritten(written(BEGUN, 7))).toBe(true);
    expect(isBeingWritten(written(BEGUN))).toBe(false);
  });

  it('begins anew once it is over', () => {
    const again = letWrite(written(BEGUN), 'steps');
    expect(again.penWriting.writing?.progress.choices).toEqual([]);
    expect(isEmpty(again.history.present)).toBe(true);
  });
});

describe('a choice that is looked at again', () => {
  it('is one of those that were made; the newest is looked at by itself', () => {
    const state = written(BEGUN);
    const newest = (state.penWriting.writing?.progress.choices.length ?? 0) - 1;
    expect(lookAtChoice(state, 2).penWriting.writing?.looked).toBe(2);
    expect(lookAtChoice(lookAtChoice(state, 2), newest).penWriting.writing?.looked).toBeNull();
    expect(lookAtChoice(BEGUN, 2)).toBe(BEGUN);
  });

  it('makes the writing rest', () => {
    expect(lookAtChoice(written(BEGUN, 5), 0).penWriting.writing?.gait).toBeNull();
  });
});

describe('finishing', () => {
  it('makes the writing rest, and points at no way', () => {
    const state = finish(written(BEGUN, 5), true);
    expect(state.penWriting).toMatchObject({ finishing: true, way: null, writing: { gait: null } });
  });
});
