import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BEAT_MS, createPace } from '../../src/views/parts/pace.ts';

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
