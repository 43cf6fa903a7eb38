import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/explain/reading.ts';
import { EMPTY_READING } from '../../src/explain/reading.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { denies } from '../../src/views/diagram/sentence.ts';

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
