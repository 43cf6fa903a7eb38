import { describe, expect, it, vi } from 'vitest';
import { createLessons } from '../../src/app/lessons.ts';
import { createStore } from '../../src/app/store.ts';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createExamples, EXAMPLE_MS } from '../../src/state/examples.ts';
import type { Placing } from '../../src/state/placing.ts';
import { goTo, goToStep, predict } from '../../src/state/placing.ts';
import { NOTHING_SELECTED } from '../../src/state/selection.ts';
import { initialState, replaceDrawing, undoChange } from '../../src/state/state.ts';

function learning(placing: Partial<Placing> = {}) {
  const examples = createExamples();
  const play = vi.fn();
  const surroundings = { dark: false, forcedColors: false, printing: false };
  const store = createStore(initialState({ surroundings, ...placing }), (state, before) =>
    lessons.follow(state, before),
  );
  const lessons = createLessons(store, examples, play);
  return { examples, play, store, lessons };
}

describe('Learn', () => {
  it('sets the scene wherever a step is come to: by a place, a step or the address, without replaying it', () => {
    const { store, examples, play } = learning({ step: 1 });
    store.change((state) => goTo(state, 'learn'));
    const begun = store.state.history.present;
    expect(begun.columns).toBe(examples.drawingOf('hesitantThree').columns);
    store.change((state) => goToStep(state, 3));
    expect(store.state.history.present).toBe(examples.drawingOf('hesitantThree'));
    expect(play).not.toHaveBeenCalled();
  });

  it('sets it also where the page opens at a step', () => {
    const { store, examples, lessons } = learning({ place: 'learn', step: 4 });
    lessons.arrive();
    expect(store.state.history.present.columns).toBe(examples.drawingOf('smiley').columns);
  });

  it('leaves there what is on the pad already, and what the address asks', () => {
    const kept = learning({ place: 'learn', step: 4 });
    const own = fromStrokes([[[5, 5]]]);
    kept.store.change((state) => replaceDrawing(state, own));
    kept.lessons.arrive();
    expect(kept.store.state.history.present).toBe(own);
    const asked = learning({ place: 'learn', step: 2 });
    const off = [{ layer: 'map1', map: 4 }] as const;
    asked.store.change((state) => ({ ...state, off }));
    asked.lessons.arrive();
    expect(asked.store.state.off).toBe(off);
    expect(asked.store.state.selection).toBe(NOTHING_SELECTED);
    expect(asked.store.state.history.present.points).toBeGreaterThan(0);
  });

  it('replays the rest of the drawing once one has predicted', () => {
    const { store, play, examples } = learning();
    store.change((state) => goToStep(state, 1));
    const { points } = store.state.history.present;
    store.change((state) => predict(state, 0));
    expect(store.state.history.present).toBe(examples.drawingOf('hesitantThree'));
    expect(play).toHaveBeenCalledExactlyOnceWith({ from: points, speed: 0.5, loop: false });
  });

  it('leaves one’s own drawing at the step at which one draws, and has one where nothing was drawn', () => {
    const { store, examples, play } = learning();
    const own = fromStrokes([
      [
        [0, 0],
        [10, 10],
      ],
    ]);
    store.change((state) => replaceDrawing(goToStep(state, 0), own));
    store.change((state) => predict(state, 1));
    expect(store.state.history.present).toBe(own);
    expect(play).not.toHaveBeenCalled();
    store.change((state) => replaceDrawing(goToStep(goToStep(state, 1), 0), emptyDrawing()));
    store.change((state) => predict(state, 1));
    expect(store.state.history.present).toBe(examples.drawingOf('tinyFive'));
    expect(play).toHaveBeenCalledOnce();
  });
});

describe('a step that draws', () => {
  it('gives back what one drew oneself before it, by Undo', () => {
    const { store } = learning();
    const own = fromStrokes([[[5, 5]]]);
    store.change((state) => replaceDrawing(goToStep(state, 0), own));
    store.change((state) => predict(state, 1));
    store.change((state) => goToStep(state, 1));
    expect(store.state.history.present).not.toBe(own);
    store.change(undoChange);
    expect(store.state.history.present).toBe(own);
  });
});

describe('an example', () => {
  it('replaces the drawing, as a change that can be undone, and draws itself in its time', () => {
    const { store, examples, play, lessons } = learning();
    lessons.showExample('spiral');
    const spiral = examples.drawingOf('spiral');
    expect(store.state.history.present).toBe(spiral);
    expect(store.state.history.past).toHaveLength(1);
    const { from, speed, loop } = play.mock.calls[0][0];
    expect([from, loop]).toEqual([1, false]);
    expect(spiral.columns.t[spiral.points - 1] / speed).toBeCloseTo(EXAMPLE_MS);
  });
});
