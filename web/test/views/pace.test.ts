import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BEAT_MS, createPace, createPaces } from '../../src/views/parts/pace.ts';

const FRAME_MS = 16;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets frames go by for so long, in ms, and notes each of these paces at each. */
function draw(ms: number, ...paces: readonly { note(now: number): void }[]) {
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    vi.advanceTimersByTime(FRAME_MS);
    for (const pace of paces) pace.note(performance.now());
  }
}

describe('a pace', () => {
  it('runs at once, then once a beat, and once more when nothing is noted any more', () => {
    const run = vi.fn();
    const pace = createPace(run);
    draw(FRAME_MS, pace);
    expect(run).toHaveBeenCalledTimes(1);
    draw(10 * BEAT_MS, pace);
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(run.mock.calls.length).toBeLessThanOrEqual(12);
    const before = run.mock.calls.length;
    pace.note(performance.now());
    vi.advanceTimersByTime(1000);
    expect(run).toHaveBeenCalledTimes(before + 1);
  });

  it('keeps to the same beats as every other, so that what is due comes in one frame', () => {
    const frames: number[][] = [[], []];
    const paces = frames.map((times) => createPace(() => times.push(performance.now())));
    draw(100, paces[0]);
    draw(BEAT_MS / 2, ...paces);
    for (const times of frames) times.length = 0;
    draw(5 * BEAT_MS, ...paces);
    expect(frames[0].length).toBeGreaterThan(3);
    expect(frames[0]).toEqual(frames[1]);
  });

  it('runs less often what takes long', () => {
    const run = vi.fn(() => vi.advanceTimersByTime(10));
    const pace = createPace(run);
    draw(10 * BEAT_MS, pace);
    // 10 ms may be taken every 2 s.
    expect(run.mock.calls.length).toBeLessThanOrEqual(4);
  });
});

describe('paces that keep together', () => {
  it('are done in the same frames, however long one of them takes', () => {
    const frames: number[][] = [[], []];
    const makePace = createPaces();
    const now = (): number => Math.round(performance.now() / FRAME_MS);
    const quick = makePace(() => frames[0].push(now()));
    const slow = makePace(() => {
      frames[1].push(now());
      vi.advanceTimersByTime(4);
    });
    for (let frame = 0; frame < 200; frame++) {
      vi.advanceTimersByTime(FRAME_MS - (performance.now() % FRAME_MS));
      const time = performance.now();
      quick.note(time);
      slow.note(time);
    }
    expect(frames[0].length).toBeGreaterThan(2);
    expect(frames[0]).toEqual(frames[1]);
    expect(frames[0].length, 'what takes long is done less often').toBeLessThanOrEqual(5);
  });

  it('are all done once nothing is noted any more', () => {
    const runs = [vi.fn(), vi.fn()];
    const paces = runs.map(createPaces());
    for (const pace of paces) pace.done(performance.now());
    draw(3 * FRAME_MS, ...paces);
    for (const run of runs) expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1000);
    for (const run of runs) expect(run).toHaveBeenCalledTimes(1);
  });

  it('are done with one of them that has just been done anyway, if they wait', () => {
    const runs = [vi.fn(), vi.fn(), vi.fn()];
    const paces = runs.map(createPaces());
    paces[0].done(performance.now());
    draw(FRAME_MS, paces[0], paces[1]);
    paces[0].done(performance.now());
    expect(runs.map((run) => run.mock.calls.length)).toEqual([0, 1, 0]);
    paces[2].note(performance.now());
    expect(runs[2], 'in the same frame').toHaveBeenCalledTimes(1);
  });
});
