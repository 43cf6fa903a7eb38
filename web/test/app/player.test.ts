import { describe, expect, it } from 'vitest';
import { createPlayer, LOOP_REST_MS } from '../../src/app/player.ts';
import { createStore } from '../../src/app/store.ts';
import { press } from '../../src/ink/capture.ts';
import { LONGEST_REST_MS } from '../../src/ink/replay.ts';
import type { PlayOptions } from '../../src/state/playing.ts';
import { initialState, ink, replaceDrawing, showMoment, undoChange } from '../../src/state/state.ts';
import { drawingOf } from '../support.ts';

const SURROUNDINGS = { dark: false, forcedColors: false, printing: false };
const FRAME_MS = 10;

/** Two strokes, 20 points each at 10 ms a point, with a rest of two seconds between them. */
const DRAWN = drawingOf([0, 2190].map((start) => Array.from({ length: 20 }, (_, i) => [100 * i, i, start + 10 * i])));
const FIRST_STROKE_MS = 190;
const WHOLE_MS = 2 * FIRST_STROKE_MS + LONGEST_REST_MS;

function playing({ still = false } = {}) {
  const start = initialState({ surroundings: SURROUNDINGS });
  const store = createStore(replaceDrawing(start, DRAWN), () => {});
  let woken = 0;
  const player = createPlayer(store, { isStill: () => still, wake: () => woken++ });
  let now = 5000;
  const step = (ms: number): void => {
    now += ms;
    player.advance(now);
  };
  return {
    store,
    player,
    woken: () => woken,
    step,
    play: (options?: PlayOptions) => {
      player.play(options);
      step(0);
    },
    /** Shows a frame every 10 ms. */
    run(ms: number): void {
      for (let passed = 0; passed < ms; passed += FRAME_MS) step(FRAME_MS);
    },
    shown: () => store.state.moment ?? DRAWN.points,
  };
}

describe('a replay', () => {
  it('shows each point at its own time, and the whole drawing at the end, where it stops', () => {
    const { store, play, run, shown, woken } = playing();
    play();
    expect(shown()).toBe(1);
    run(100);
    expect(shown()).toBe(11);
    run(WHOLE_MS - 100);
    expect(store.state.moment).toBeNull();
    expect(store.state.playing).toBeNull();
    const frames = woken();
    run(500);
    expect(woken(), 'no frame is asked for once it has ended').toBe(frames);
  });

  it('shortens a long rest of the pen', () => {
    const { play, run, shown } = playing();
    play();
    run(FIRST_STROKE_MS + LONGEST_REST_MS - FRAME_MS);
    expect(shown()).toBe(20);
    run(FRAME_MS);
    expect(shown()).toBe(21);
  });

  it('asks for frames while the pen rests, too', () => {
    const { play, run, woken } = playing();
    play({ from: 20 });
    const before = woken();
    run(200);
    expect(woken() - before).toBe(20);
  });

  it('goes faster or slower, also when that is chosen on the way', () => {
    const { store, play, run, shown } = playing();
    play({ speed: 4 });
    run(20);
    expect(shown()).toBe(9);
    play({ speed: 0.25 });
    run(80);
    expect(shown()).toBe(11);
    store.change((state) => ({ ...state, playSpeed: 4 }));
    play();
    run(10);
    expect(shown(), 'the chosen speed is the default').toBe(15);
  });

  it('begins where it is, at the beginning if that is the end, or where it is told to', () => {
    const { store, player, play, run, shown } = playing();
    play({ from: 7 });
    expect(shown()).toBe(7);
    run(20);
    player.pause();
    expect(store.state.playing).toBeNull();
    expect(shown()).toBe(9);
    run(100);
    expect(shown(), 'paused').toBe(9);
    play();
    expect(shown()).toBe(9);
    play({ from: 10_000 });
    expect(store.state.moment, 'nothing is left to be played').toBeNull();
    expect(store.state.playing).toBeNull();
    player.play();
    expect(store.state.moment).toBe(0);
  });

  it('stops at the end of a stroke if asked to go by strokes, and then goes on with the next', () => {
    const { store, play, run, shown } = playing();
    play({ by: 'stroke' });
    run(1000);
    expect(shown()).toBe(20);
    expect(store.state.playing).toBeNull();
    play({ by: 'stroke' });
    run(1000);
    expect(store.state.moment).toBeNull();
    expect(store.state.playing).toBeNull();
  });

  it('begins again if it loops, after a rest on the whole drawing that is the same at every speed', () => {
    for (const speed of [1, 4]) {
      const { store, play, run, shown } = playing();
      play({ loop: true, speed });
      run(WHOLE_MS / speed);
      expect(store.state.moment).toBeNull();
      expect(store.state.playing).not.toBeNull();
      run(LOOP_REST_MS - FRAME_MS);
      expect(store.state.moment).toBeNull();
      run(2 * FRAME_MS);
      expect(shown()).toBeLessThan(10);
    }
  });

  it('rests when the page does, as in a hidden tab', () => {
    const { play, step, shown } = playing();
    play();
    step(60_000);
    expect(shown()).toBe(11);
  });

  it('ends with a press on the pad, from where the drawing then goes on, and with scrubbing, undo and another drawing', () => {
    const begun = () => {
      const { store, play, run } = playing();
      play();
      run(100);
      return store.state;
    };
    const sample = { pointerId: 1, x: 3000, y: 3000, unitsPerPixel: 10, time: 0 };
    const pressed = ink(begun(), (inking) => press(inking, sample));
    expect(pressed.playing).toBeNull();
    expect(pressed.history.present.points).toBe(12);
    expect(ink(begun(), (inking) => press(inking, { ...sample, x: -500 })).playing, 'beside the pad').toBeNull();
    expect(showMoment(begun(), 3)).toMatchObject({ playing: null, moment: 3 });
    expect(showMoment(begun(), 11), 'where it is').toMatchObject({ playing: null, moment: 11 });
    expect(undoChange(begun()).playing).toBeNull();
    expect(replaceDrawing(begun(), DRAWN).playing).toBeNull();
  });

  it('of nothing, or while one draws, is none', () => {
    const { store, player } = playing();
    const sample = { pointerId: 1, x: 3000, y: 3000, unitsPerPixel: 10, time: 0 };
    store.change((state) => ink(state, (inking) => press(inking, sample)));
    player.play();
    expect(store.state.playing).toBeNull();
    store.change(undoChange);
    store.change(undoChange);
    player.play();
    expect(store.state.playing).toBeNull();
  });

  it('jumps to where it would end if things should move as little as they can', () => {
    const { store, player, shown } = playing({ still: true });
    player.play({ by: 'stroke', from: 0 });
    expect(store.state.playing).toBeNull();
    expect(shown()).toBe(20);
    player.play({ loop: true });
    expect(store.state.playing).toBeNull();
    expect(store.state.moment).toBeNull();
  });
});
