import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/explain/reading.ts';
import { EMPTY_READING } from '../../src/explain/reading.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { NOTHING_SELECTED, type Selection } from '../../src/state/selection.ts';
import { denies, tellsOthers } from '../../src/views/diagram/sentence.ts';

const trace = {} as Trace;
const frame = (verdict: Reading['verdict'], ...digits: number[]) => ({
  trace: verdict === 'empty' ? null : trace,
  traced: { digits, rival: null },
  reading: { ...EMPTY_READING, verdict },
});

describe('the sentence of a moment ago, while the pen moves', () => {
  it('goes if it says that nothing is drawn beside ink', () => {
    for (const now of [frame('digit', 3), frame('unsure', 3, 8), frame('none')]) {
      expect(denies(frame('empty'), now)).toBe(true);
      expect(denies(frame('empty', 3), now)).toBe(true);
    }
    expect(denies(frame('empty'), frame('empty'))).toBe(false);
  });

  it('goes if it says that no digit is seen while one is', () => {
    expect(denies(frame('none'), frame('digit', 3))).toBe(true);
    expect(denies(frame('none'), frame('unsure', 3, 8))).toBe(true);
    expect(denies(frame('none'), frame('none'))).toBe(false);
  });

  it('stays, greyed, if it tells what spoke for a digit', () => {
    expect(denies(frame('digit', 3), frame('digit', 8))).toBe(false);
    expect(denies(frame('digit', 3), frame('none'))).toBe(false);
  });
});

describe('the sentence of digits that have led so far', () => {
  const reads = (verdict: Reading['verdict'], digit: number): Reading => {
    const probabilities = new Float32Array(10).fill(0.2 / 9);
    probabilities[digit] = 0.8;
    return { verdict, digit, probabilities };
  };
  const now = (reading: Reading, selection: Partial<Selection> = {}) => ({
    reading,
    selection: { ...NOTHING_SELECTED, ...selection },
  });
  const of = (digits: readonly number[], rival: number | null = null) => ({ digits, rival });

  it('is of a moment ago once the answer is another digit, or none', () => {
    expect(tellsOthers(of([3]), now(reads('digit', 3)))).toBe(false);
    expect(tellsOthers(of([2]), now(reads('digit', 3)))).toBe(true);
    expect(tellsOthers(of([3, 8]), now(reads('digit', 3)))).toBe(true);
    expect(tellsOthers(of([3]), now(reads('none', 3)))).toBe(true);
    expect(tellsOthers(of([]), now(reads('none', 3)))).toBe(false);
  });

  it('is of now, whatever the answer, if it is about a digit that was asked about', () => {
    expect(tellsOthers(of([5]), now(reads('digit', 3), { digit: 5 }))).toBe(false);
    expect(tellsOthers(of([3], 8), now(reads('digit', 3), { digit: 3, rival: 8, why: true }))).toBe(false);
    expect(tellsOthers(of([3], 5), now(reads('digit', 3), { digit: 3, rival: 8, why: true }))).toBe(true);
  });
});
