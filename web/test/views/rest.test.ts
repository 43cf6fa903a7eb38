import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRest, createRests } from '../../src/views/parts/rest.ts';

const DRAWN_FRAMES = 60;
const FRAME_MS = 16;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Notes all of them at every frame, as while one draws. */
function draw(rests: readonly { note(now: number): void }[]) {
  for (let frame = 0; frame < DRAWN_FRAMES; frame++) {
    vi.advanceTimersByTime(FRAME_MS);
    for (const rest of rests) rest.note(performance.now());
  }
}

describe('a rest', () => {
  it('comes once nothing has been noted for so long, and again after the next note', () => {
    const rested = vi.fn();
    const rest = createRest(200, rested);
    draw([rest]);
    vi.advanceTimersByTime(199);
    expect(rested).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(rested).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(rested).toHaveBeenCalledTimes(1);
    rest.note(performance.now());
    vi.advanceTimersByTime(200);
    expect(rested).toHaveBeenCalledTimes(2);
  });
});

describe('rests that share a timer', () => {
  it('each come in their own time, also one that is noted later and is due sooner', () => {
    const makeRest = createRests();
    const came: [string, number][] = [];
    const rest = (name: string, ms: number) =>
      makeRest(ms, () => came.push([name, Math.round(performance.now() - start)]));
    const start = performance.now();
    const [long, short] = [rest('long', 600), rest('short', 200)];
    long.note(start);
    vi.advanceTimersByTime(100);
    short.note(performance.now());
    vi.advanceTimersByTime(1000);
    expect(came).toEqual([
      ['short', 300],
      ['long', 600],
    ]);
  });

  it('wake once for all of them while one draws', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const makeRest = createRests();
    const rested = vi.fn();
    draw([200, 200, 500, 600].map((ms) => makeRest(ms, rested)));
    expect(rested).not.toHaveBeenCalled();
    expect(setTimer.mock.calls.length).toBeLessThanOrEqual(1 + (DRAWN_FRAMES * FRAME_MS) / 180);
    vi.advanceTimersByTime(600);
    expect(rested).toHaveBeenCalledTimes(4);
  });

  it('do not keep one another from it', () => {
    const makeRest = createRests();
    const rested = vi.fn();
    const failing = makeRest(200, () => {
      throw new Error('once');
    });
    const other = makeRest(200, rested);
    for (const rest of [failing, other]) rest.note(performance.now());
    expect(() => vi.advanceTimersByTime(200)).toThrow('once');
    vi.advanceTimersByTime(1);
    expect(rested).toHaveBeenCalledTimes(1);
  });
});
