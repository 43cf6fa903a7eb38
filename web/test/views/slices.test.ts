import { describe, expect, it } from 'vitest';
import { createSlices, type SliceClock } from '../../src/views/parts/slices.ts';

/** A clock that stands still but for what work takes, and a timer that the test lets go off. */
class FakeClock implements SliceClock {
  time = 0;
  waits: number[] = [];
  #run: (() => void) | null = null;
  now = () => this.time;
  later = (run: () => void, ms: number) => {
    if (this.#run !== null) throw new Error('two timers at once');
    this.waits.push(ms);
    this.#run = run;
    return () => {
      if (this.#run === run) this.#run = null;
    };
  };
  get waiting(): boolean {
    return this.#run !== null;
  }
  /** Lets the timer go off; returns how long the slice took. */
  goOff(): number {
    const [run, start] = [this.#run, this.time];
    this.#run = null;
    run?.();
    return this.time - start;
  }
}

function* work(clock: FakeClock, chunks: number, ms: number, result: string): Generator<void, string> {
  for (let i = 0; i < chunks; i++) {
    clock.time += ms;
    yield;
  }
  return result;
}

describe('work in slices', () => {
  it('begins after a rest, goes on in slices of 4 ms at most, and hands over the result once', () => {
    const clock = new FakeClock();
    const results: string[] = [];
    const slices = createSlices<string>((result) => results.push(result), clock);
    slices.begin(work(clock, 20, 1.5, 'done'), 200);
    const times = [];
    while (clock.waiting) times.push(clock.goOff());
    expect(clock.waits[0]).toBe(200);
    expect(clock.waits.slice(1).every((ms) => ms === 0)).toBe(true);
    expect(Math.max(...times)).toBeLessThanOrEqual(4);
    expect(times.length).toBeGreaterThan(8);
    expect(results).toEqual(['done']);
  });

  it('goes on chunk by chunk where a single one takes longer than a slice', () => {
    const clock = new FakeClock();
    const results: string[] = [];
    const slices = createSlices<string>((result) => results.push(result), clock);
    slices.begin(work(clock, 3, 10, 'slow'), 0);
    const times = [];
    while (clock.waiting) times.push(clock.goOff());
    expect(times.slice(0, 3)).toEqual([10, 10, 10]);
    expect(results).toEqual(['slow']);
  });

  it('is dropped when newer work begins, or when it is stopped', () => {
    const clock = new FakeClock();
    const results: string[] = [];
    const slices = createSlices<string>((result) => results.push(result), clock);
    slices.begin(work(clock, 20, 1.5, 'old'), 0);
    clock.goOff();
    slices.begin(work(clock, 4, 1.5, 'new'), 0);
    while (clock.waiting) clock.goOff();
    expect(results).toEqual(['new']);
    slices.begin(work(clock, 20, 1.5, 'stopped'), 0);
    clock.goOff();
    slices.stop();
    expect(clock.waiting).toBe(false);
    expect(results).toEqual(['new']);
  });
});
