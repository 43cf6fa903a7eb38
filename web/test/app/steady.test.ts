import { describe, expect, it } from 'vitest';
import { createSteadyLeaders, HOLD_MS } from '../../src/app/steady.ts';
import { EMPTY_READING, type Reading } from '../../src/explain/reading.ts';

const reads = (digit: number, verdict: Reading['verdict'] = 'digit', second = digit === 9 ? 8 : 9): Reading => {
  const probabilities = new Float32Array(10);
  probabilities[digit] = 0.6;
  probabilities[second] = 0.3;
  return { verdict, digit, probabilities };
};

function steady() {
  const timers: { ms: number; run: () => void }[] = [];
  let woken = 0;
  const leaders = createSteadyLeaders({ later: (ms, run) => timers.push({ ms, run }), wake: () => woken++ });
  return { leaders, timers, woken: () => woken };
}

describe('the steadied lead', () => {
  it('is taken at once on an empty pad, and lost at once when the pad is cleared', () => {
    const { leaders } = steady();
    expect(leaders(EMPTY_READING, 0)).toEqual([]);
    expect(leaders(reads(3), 10)).toEqual([3]);
    expect(leaders(EMPTY_READING, 20)).toEqual([]);
    expect(leaders(reads(4), 30)).toEqual([4]);
  });

  it('changes hands only when another digit has led for 150 ms', () => {
    expect(HOLD_MS).toBe(150);
    const { leaders } = steady();
    leaders(reads(3), 0);
    expect(leaders(reads(8), 100)).toEqual([3]);
    expect(leaders(reads(8), 249)).toEqual([3]);
    expect(leaders(reads(8), 250)).toEqual([8]);
  });

  it('does not flicker with a reading that goes back and forth', () => {
    const { leaders } = steady();
    leaders(reads(3), 0);
    for (let time = 0; time < 2000; time += 16) expect(leaders(reads(time % 32 === 0 ? 8 : 3), time)).toEqual([3]);
    expect(leaders(reads(8), 2000), 'each new lead has to hold from its own beginning').toEqual([3]);
  });

  it('is the same array as long as it lasts, so that nothing is computed anew', () => {
    const { leaders } = steady();
    const first = leaders(reads(3, 'unsure'), 0);
    expect(first).toEqual([3, 9]);
    expect(leaders(reads(3, 'unsure'), 16)).toBe(first);
  });

  it('goes to both of an unsure reading, and to none where there is no digit, after the same time', () => {
    const { leaders } = steady();
    leaders(reads(4), 0);
    expect(leaders(reads(4, 'unsure'), 10)).toEqual([4]);
    expect(leaders(reads(4, 'unsure'), 160)).toEqual([4, 9]);
    expect(leaders(reads(4, 'none'), 170)).toEqual([4, 9]);
    expect(leaders(reads(4, 'none'), 320)).toEqual([]);
  });

  it('asks for a frame in which it changes though the pen rests, once, and again if that frame comes early', () => {
    const { leaders, timers, woken } = steady();
    leaders(reads(3), 0);
    leaders(reads(8), 100);
    leaders(reads(8), 116);
    expect(timers.map(({ ms }) => ms)).toEqual([150]);
    timers[0].run();
    expect(woken()).toBe(1);
    expect(leaders(reads(8), 246), 'a frame’s time can lie before the timer’s').toEqual([3]);
    expect(timers.map(({ ms }) => ms)).toEqual([150, 4]);
    timers[1].run();
    expect(leaders(reads(8), 262)).toEqual([8]);
    expect(timers).toHaveLength(2);
  });
});
