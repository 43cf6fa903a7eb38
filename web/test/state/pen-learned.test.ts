import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { isEnded, learnedIn, MEASURES } from '../../src/state/pen-learned.ts';

const FILE = new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url);
const { metadata } = loadPenWeights(readFileSync(FILE));
const moment = (epoch: number, change: (digits: number[][]) => void = () => {}) => {
  const digits = Array.from({ length: 10 }, (_, digit) => [1, 6 + digit, 20, 20, 31, 3]);
  change(digits);
  return { epoch, digits };
};
const told = (...moments: unknown[]) => learnedIn({ written: JSON.stringify(moments) });

describe('what the published weights tell of their training run', () => {
  const learned = learnedIn(metadata);

  it('are ten moments of ten digits, from the first epoch to the last', () => {
    const epochs = learned?.moments.map(({ epoch }) => epoch) ?? [];
    expect(epochs).toHaveLength(10);
    expect([epochs[0], epochs[9]]).toEqual([1, JSON.parse(metadata.recipe).epochs]);
    for (const { digits } of learned?.moments ?? []) expect(digits).toHaveLength(10);
  });

  it('are, with its loss and accuracies, of every epoch', () => {
    for (const measure of MEASURES)
      expect(learned?.history?.[measure]).toHaveLength(JSON.parse(metadata.recipe).epochs);
  });

  it('are digits of which more end the longer it has learned', () => {
    const ended = learned?.moments.map(({ digits }) => digits.filter(isEnded).length) ?? [];
    expect(ended[9]).toBeGreaterThan(Math.min(...ended.slice(0, 5)));
    expect(ended[9]).toBeGreaterThanOrEqual(7);
  });
});

describe('what weights may tell', () => {
  it('is nothing, or no such thing', () => {
    expect(learnedIn({})).toBeNull();
    expect(learnedIn({ written: '{' })).toBeNull();
    expect(told()).toBeNull();
    expect(told({ epoch: 1, digits: [] })).toBeNull();
    expect(told({ ...moment(1), epoch: 0 })).toBeNull();
    expect(told(moment(1, (digits) => digits[4].push(31)))).toBeNull();
    expect(told(moment(1, (digits) => digits.reverse()))).toBeNull();
    expect(told(moment(1, (digits) => digits[0].push(999)))).toBeNull();
  });

  it.each(['', '{', 'null', '[1]', '{"loss": [NaN]}'])('is a history that is none, %j: the digits stay', (history) => {
    const learned = learnedIn({ written: JSON.stringify([moment(1)]), history });
    expect(learned?.moments).toHaveLength(1);
    expect(learned?.history).toBeNull();
  });

  it('is in any order, and without a history', () => {
    const learned = told(moment(7), moment(2));
    expect(learned?.moments.map(({ epoch }) => epoch)).toEqual([2, 7]);
    expect(learned?.history).toBeNull();
    const short = { loss: [1], drawings: [1], halves: [1], movements: [1] };
    expect(learnedIn({ written: JSON.stringify([moment(2)]), history: JSON.stringify(short) })?.history).toBeNull();
  });
});
