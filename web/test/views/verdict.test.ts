import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { EMPTY_READING, type Reading } from '../../src/explain/reading.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { readAs, ruleKeyOf, sentenceOf, sharesOf } from '../../src/views/verdict-words.ts';

const frame = (reading: Reading) => ({ words: english, numbers: createNumbers('en', english), reading });

/** A reading shared by two digits, with the larger share for the first. */
function between(verdict: Reading['verdict'], digit: number, second: number, share = 0.375): Reading {
  const probabilities = new Float32Array(10);
  probabilities[digit] = 1 - share;
  probabilities[second] = share;
  return { verdict, digit, probabilities };
}

describe('the sentence of the verdict', () => {
  it('names the digit if there is one', () => {
    expect(sentenceOf(frame(between('digit', 7, 1)))).toBe('Reads as 7');
  });

  it('names both if it is unsure, with the right article for the second', () => {
    expect(sentenceOf(frame(between('unsure', 3, 5)))).toBe('3, or a 5?');
    expect(sentenceOf(frame(between('unsure', 3, 8)))).toBe('3, or an 8?');
    expect(sentenceOf(frame(between('unsure', 8, 3)))).toBe('8, or a 3?');
  });

  it('names no digit if the verdict is none or nothing is drawn', () => {
    expect(sentenceOf(frame(between('none', 3, 8)))).toBe(english['verdict.none']);
    expect(sentenceOf(frame(EMPTY_READING))).toBe(english['verdict.empty']);
  });
});

describe('what a drawing is read as', () => {
  it('is told of every verdict, and of an empty pad not at all', () => {
    const told = [
      between('digit', 5, 3),
      between('unsure', 5, 3),
      between('unsure', 5, 3, 0.05),
      between('none', 5, 3),
    ];
    expect([...told, EMPTY_READING].map((reading) => readAs(english, reading))).toEqual([
      'read as 5',
      'read as 5 or 3',
      'perhaps read as 5',
      'not read as a digit',
      '',
    ]);
  });
});

describe('the shares of the verdict', () => {
  it('are those of the two most probable digits', () => {
    expect(sharesOf(frame(between('digit', 7, 1)))).toBe('62.5%, then 1 at 37.5%');
  });

  it('leave out a second digit with next to no share, and never give a digit 100%', () => {
    expect(sharesOf(frame(between('digit', 7, 1, 0.0004)))).toBe('>99.9%');
    expect(sharesOf(frame(between('digit', 7, 1, 0.0014)))).toBe('99.9%, then 1 at 0.1%');
  });

  it('name the nearest digit if the verdict is none, and are empty if nothing is drawn', () => {
    expect(sharesOf(frame(between('none', 7, 1)))).toBe('nearest: 7 at 62.5%');
    expect(sharesOf(frame(EMPTY_READING))).toBe('');
  });
});

describe('what the verdict is said to depend on', () => {
  it('is the evidence, where the weights have a limit for it, else the percentages', () => {
    expect(ruleKeyOf({ ...ALWAYS_A_DIGIT, digitEvidenceFrom: 5 })).toBe('glossary.verdict');
    expect(ruleKeyOf({ ...ALWAYS_A_DIGIT, unsureEvidenceFrom: 4 })).toBe('glossary.verdict');
    expect(ruleKeyOf({ ...ALWAYS_A_DIGIT, digitFrom: 0.5, unsureFrom: 0.8 })).toBe('verdict.byShares');
    expect(ruleKeyOf(ALWAYS_A_DIGIT)).toBe('verdict.byShares');
  });
});
