import { describe, expect, it } from 'vitest';
import { createStore } from '../../src/app/store.ts';
import { createWriter, PHASE_MS } from '../../src/app/writer.ts';
import { END, VOCABULARY } from '../../src/net/pen/description.ts';
import { weighNext } from '../../src/net/pen/writing.ts';
import { initialState, undoChange } from '../../src/state/state.ts';

/** The end comes after 40 tokens. */
function expected(ids: Uint8Array): Float64Array {
  return Float64Array.from(VOCABULARY, (_, token) => (token !== END ? 0 : ids.length < 40 ? -60 : 60));
}

function writing({ still = false } = {}) {
  const start = initialState({ surroundings: { dark: false, forcedColors: false, printing: false }, place: 'pen' });
  const store = createStore(start, () => {});
  let woken = 0;
  let slice = 0;
  const writer = createWriter(
    store,
    (progress) => weighNext(expected, progress),
    { isStill: () => still, wake: () => woken++ },
    () => slice++,
  );
  let now = 5000;
  return {
    store,
    writer,
    woken: () => woken,
    /** Shows a frame every 10 ms. */
    run(ms: number): void {
      for (let passed = 0; passed < ms; passed += 10) {
        now += 10;
        writer.advance(now);
      }
    },
    tokens: () => store.state.penWriting.writing?.progress.choices.length ?? 0,
    gait: () => store.state.penWriting.writing?.gait,
  };
}

describe('a writer', () => {
  it('takes a few tokens a second, each after its distribution has been seen, and asks for frames meanwhile', () => {
    const { writer, run, tokens, store, woken } = writing();
    writer.write();
    run(PHASE_MS);
    expect([tokens(), store.state.penWriting.writing?.phase]).toEqual([0, 'weighing']);
    run(20);
    expect([tokens(), store.state.penWriting.writing?.phase]).toEqual([1, 'chosen']);
    run(1000);
    expect(tokens()).toBeGreaterThanOrEqual(4);
    expect(tokens()).toBeLessThanOrEqual(6);
    expect(woken()).toBeGreaterThan(50);
  });

  it('pauses, asks for no frames then, and goes on', () => {
    const { writer, run, tokens, woken } = writing();
    writer.write();
    run(1000);
    writer.pause();
    const [before, frames] = [tokens(), woken()];
    run(1000);
    expect([tokens(), woken()]).toEqual([before, frames]);
    writer.write();
    run(1000);
    expect(tokens()).toBeGreaterThan(before);
  });

  it('goes one phase further at each step: first the choice whose distribution is seen before it begins', () => {
    const { writer, tokens, store, gait } = writing();
    writer.step();
    expect([tokens(), store.state.penWriting.writing?.phase, gait()]).toEqual([1, 'chosen', null]);
    writer.step();
    expect([tokens(), store.state.penWriting.writing?.phase]).toEqual([1, 'weighing']);
    writer.step();
    expect(tokens()).toBe(2);
  });

  it('writes to the end in slices of a few ms', () => {
    const { writer, run, tokens, gait } = writing();
    writer.toEnd();
    run(10);
    expect(tokens()).toBeGreaterThan(0);
    expect(tokens(), 'time goes by with each token').toBeLessThan(6);
    run(2000);
    expect(gait()).toBeNull();
    expect(tokens()).toBeGreaterThan(10);
  });

  it('writes to the end at once where things should move little', () => {
    const { writer, gait } = writing({ still: true });
    writer.write();
    expect(gait()).toBe('end');
  });

  it('stops when the drawing becomes another', () => {
    const { writer, run, store, gait } = writing();
    writer.write();
    run(1000);
    store.change(undoChange);
    const { present } = store.state.history;
    run(1000);
    expect(gait()).toBeNull();
    expect(store.state.history.present).toBe(present);
  });
});
