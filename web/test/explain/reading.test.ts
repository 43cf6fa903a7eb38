import { describe, expect, it } from 'vitest';
import { answeredDigit, EMPTY_READING, readingOf, runnerUp, secondInQuestion } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';

describe('a reading', () => {
  const probabilities = Float32Array.of(0, 0.1, 0.4, 0.1, 0, 0, 0, 0, 0, 0.4);

  it('is the most probable digit, the first of equals', () => {
    expect(readingOf(probabilities, ALWAYS_A_DIGIT)).toEqual({ verdict: 'digit', digit: 2, probabilities });
  });

  it('has the verdict that the rule gives', () => {
    expect(readingOf(probabilities, { ...ALWAYS_A_DIGIT, digitFrom: 0.5, unsureFrom: 0.7 }).verdict).toBe('unsure');
    expect(readingOf(probabilities, { ...ALWAYS_A_DIGIT, digitFrom: 0.5, unsureFrom: 0.9 }).verdict).toBe('none');
  });

  it('leaves a second digit in question only while it is unsure, and only one with a tenth or more', () => {
    const second = (verdict: 'digit' | 'unsure' | 'none', shares: Float32Array) =>
      secondInQuestion({ verdict, digit: 2, probabilities: shares });
    const alone = Float32Array.of(0, 0.02, 0.9, 0.02, 0, 0, 0, 0, 0, 0.06);
    expect([second('unsure', probabilities), second('digit', probabilities), second('none', probabilities)]).toEqual([
      9,
      null,
      null,
    ]);
    expect(second('unsure', alone)).toBeNull();
    expect(secondInQuestion(EMPTY_READING)).toBeNull();
  });

  it('has a digit to mark as the answer unless the verdict is none', () => {
    const marked = (verdict: 'digit' | 'unsure' | 'none') => answeredDigit({ verdict, digit: 2, probabilities });
    expect([marked('digit'), marked('unsure'), marked('none')]).toEqual([2, 2, null]);
    expect(answeredDigit(EMPTY_READING)).toBeNull();
  });

  it('has a second most probable digit, the smaller of equals', () => {
    expect(runnerUp([0.1, 0.6, 0.2, 0.1, 0, 0, 0, 0, 0, 0], 1)).toBe(2);
    expect(runnerUp([0.9, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0)).toBe(1);
    expect(runnerUp([0, 0, 0, 0.9, 0, 0.05, 0, 0.05, 0, 0], 3)).toBe(5);
  });
});
