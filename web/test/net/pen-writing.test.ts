import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../src/ink/tokens.ts';
import { ASK, CONTEXT, END, READ, VOCABULARY } from '../../src/net/pen/description.ts';
import { nextUint32, nextUniform, seededGenerator } from '../../src/net/pen/generator.ts';
import { legalAfter } from '../../src/net/pen/grammar.ts';
import { createPlainPenNetwork, logitsAfter } from '../../src/net/pen/plain.ts';
import {
  beginWriting,
  chosenToken,
  nextProbabilities,
  taken,
  type WritingOptions,
  weighNext,
  writingOf,
} from '../../src/net/pen/writing.ts';
import { RANDOM_CASES, WRITING_CASES } from '../pen-golden.ts';
import { anySequence, randomPenWeights, range } from '../pen-networks.ts';
import { drawingOf } from '../support.ts';
import { strokesOfTokens } from '../token-strokes.ts';
import { writeOn } from '../write-on.ts';

const idOf = (name: string) => VOCABULARY.indexOf(name);
const idsOf = (...names: string[]) => Uint8Array.from(names, idOf);

/** The stand-in for a network of tests/reference_pen.py: logits in sixteenths, exact everywhere; END becomes likelier. */
function standIn(ids: Uint8Array): Float64Array {
  const position = ids.length;
  const logits = Float64Array.from(
    VOCABULARY,
    (_, token) => ((31 * ids[position - 1] + 17 * token + 7 * position) % 64) / 8,
  );
  logits[END] = logits[END] / 2 + position / 16;
  return logits;
}

/** Logits that are the same after every sequence: 0, unless told. */
function logitsOf(told: Record<string, number>): Float64Array {
  return Float64Array.from(VOCABULARY, (name) => told[name] ?? 0);
}

describe('the golden random numbers', () => {
  it.each(RANDOM_CASES)('are those of seed $seed', ({ seed, uint32, uniform }) => {
    const integers = seededGenerator(seed);
    expect(uint32.map(() => nextUint32(integers))).toEqual(uint32);
    const fractions = seededGenerator(seed);
    expect(uniform.map(() => nextUniform(fractions))).toEqual(uniform);
  });
});

describe('the golden writing', () => {
  it.each(WRITING_CASES)(
    'is that of $digit at temperature $temperature, top $top_k, seed $seed',
    ({ digit, temperature, top_k, seed, ids, ended }) => {
      const written = writeOn(standIn, writingOf(digit), { temperature, topK: top_k, seed });
      expect([[...written.ids], written.ended]).toEqual([ids, ended]);
    },
  );
});

describe('a seed', () => {
  it('must be a whole number of 32 bits', () => {
    for (const seed of [-1, 2 ** 32, 0.5, Number.NaN])
      expect(() => seededGenerator(seed)).toThrow(`A seed must be a whole number from 0 to 4294967295, not ${seed}.`);
  });

  it('gives numbers from 0 to 1, without 1', () => {
    const state = seededGenerator(5);
    const numbers = range(1000).map(() => nextUniform(state));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
  });
});

describe('the probabilities of the next token', () => {
  const anyOptions = fc.record({
    temperature: fc.double({ min: 0, max: 5, noNaN: true }),
    topK: fc.option(fc.integer({ min: 1, max: 50 })),
  });
  const anyLogits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
    minLength: VOCABULARY.length,
    maxLength: VOCABULARY.length,
  });

  it('sum to 1 over what is legal, and over no more than the top k; the more probable, the larger the logit', () => {
    fc.assert(
      fc.property(anySequence, anyLogits, anyOptions, (ids, logits, options) => {
        fc.pre(legalAfter(ids).length > 0);
        const probabilities = nextProbabilities(logits, ids, options);
        const possible = range(VOCABULARY.length).filter((token) => probabilities[token] > 0);
        expect(legalAfter(ids)).toEqual(expect.arrayContaining(possible));
        expect(possible.length).toBeLessThanOrEqual(options.topK ?? VOCABULARY.length);
        expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
        for (const one of possible) {
          for (const other of legalAfter(ids))
            if (logits[other] > logits[one]) expect(probabilities[other]).toBeGreaterThanOrEqual(probabilities[one]);
        }
      }),
    );
  });

  const down = idsOf('READ', 'AT 0', 'AT 0');

  it('go to the lowest ids among equals, at temperature 0 and within the top k', () => {
    const logits = logitsOf({ 'STEP 3': 2, 'STEP 5': 2, 'STEP 9': 2 });
    const certain = nextProbabilities(logits, down, { temperature: 0, topK: null });
    expect(certain[idOf('STEP 3')]).toBe(1);
    const two = nextProbabilities(logits, down, { temperature: 1, topK: 2 });
    expect([two[idOf('STEP 3')], two[idOf('STEP 5')], two[idOf('STEP 9')]]).toEqual([0.5, 0.5, 0]);
  });

  it('are the softmax of the logits by the temperature', () => {
    const probabilities = nextProbabilities(logitsOf({ 'STEP 3': 1 }), down, { temperature: 0.5, topK: 2 });
    expect(probabilities[idOf('STEP 3')]).toBeCloseTo(Math.E ** 2 / (Math.E ** 2 + 1), 12);
    expect(probabilities[END]).toBeCloseTo(1 / (Math.E ** 2 + 1), 12);
  });

  it('have their denominator summed in order of ids, to the last bit', () => {
    fc.assert(
      fc.property(anyLogits, fc.integer({ min: 1, max: 18 }), (logits, topK) => {
        const probabilities = nextProbabilities(logits, down, { temperature: 0.7, topK });
        const largest = Math.max(...legalAfter(down).map((token) => logits[token]));
        const kept = range(VOCABULARY.length).filter((token) => probabilities[token] > 0);
        const powers = kept.map((token) => Math.exp((logits[token] - largest) / 0.7));
        const total = powers.reduce((sum, power) => sum + power, 0);
        expect(kept.map((token) => probabilities[token])).toEqual(powers.map((power) => power / total));
      }),
    );
  });

  it('are of nothing after END', () => {
    const probabilities = nextProbabilities(logitsOf({}), idsOf('READ', 'AT 0', 'AT 0', 'END'), {
      temperature: 1,
      topK: null,
    });
    expect(probabilities.every((probability) => probability === 0)).toBe(true);
  });

  it('are refused for options out of range, logits that are not finite, and sequences against the grammar', () => {
    const of = (options: Partial<WritingOptions>, logits = logitsOf({}), ids = down) =>
      nextProbabilities(logits, ids, { temperature: 1, topK: null, ...options });
    expect(() => of({ temperature: -0.1 })).toThrow('A temperature must be a number of at least 0, not -0.1.');
    expect(() => of({ temperature: Number.POSITIVE_INFINITY })).toThrow('not Infinity');
    expect(() => of({ topK: 0 })).toThrow('topK must be null or a whole number of at least 1, not 0.');
    expect(() => of({ topK: 1.5 })).toThrow('not 1.5');
    expect(() => of({}, logitsOf({ 'STEP 1': Number.NaN }))).toThrow("The network's logits are not finite.");
    expect(() => of({}, logitsOf({ READ: Number.NaN }))).not.toThrow();
    expect(() => of({}, logitsOf({}), idsOf('READ', 'STEP 0'))).toThrow(
      'Token 1 is STEP 0, which must not follow READ.',
    );
  });
});

describe('a token', () => {
  it('is the first at which the sum of probabilities exceeds the number drawn', () => {
    const probabilities = Float64Array.of(0, 0.25, 0, 0.5, 0.25, 0);
    const chosen = [0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((uniform) => chosenToken(probabilities, uniform));
    expect(chosen).toEqual([1, 1, 3, 3, 4, 4]);
  });

  it('is the last possible one where rounding left the sum below the number', () => {
    expect(chosenToken(Float64Array.of(0.5, 0.4999, 0), 0.99995)).toBe(1);
  });
});

describe('writing', () => {
  it('goes by the logits after the last token in float64, of which the trace keeps float32', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, (seed, ids) => {
        const network = createPlainPenNetwork(randomPenWeights(seed));
        const exact = logitsAfter(network, ids);
        expect(exact).toHaveLength(VOCABULARY.length);
        const first = (ids.length - 1) * VOCABULARY.length;
        expect(Float32Array.from(exact)).toEqual(network.trace.logits.slice(first, first + VOCABULARY.length));
        expect(exact.some((value) => value !== Math.fround(value))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  const network = createPlainPenNetwork(randomPenWeights(7));
  const expected = (ids: Uint8Array) => logitsAfter(network, ids);
  const options = { temperature: 0.8, topK: null, seed: 3 };

  it('keeps, for each token, the probabilities and the number that it was chosen by', () => {
    const { ids, given, choices } = writeOn(expected, writingOf(4), options);
    expect(choices.map(({ token }) => token)).toEqual([...ids.slice(given)]);
    choices.forEach(({ probabilities, uniform, token }, index) => {
      expect(chosenToken(probabilities, uniform)).toBe(token);
      const before = ids.slice(0, given + index);
      expect(nextProbabilities(expected(before), before, options)).toEqual(probabilities);
    });
  });

  it('weighs the next token as often as one likes: nothing is changed by it', () => {
    const begun = taken(beginWriting(writingOf(4), options), weighNext(expected, beginWriting(writingOf(4), options)));
    const [once, again] = [weighNext(expected, begun), weighNext(expected, begun)];
    expect(again).toEqual(once);
    expect(begun.ids).toHaveLength(3);
  });

  it('tells what would have come without top-k, and at temperature 0 what would at 1', () => {
    const logits = logitsOf({ 'STEP 3': 2, 'STEP 5': 1 });
    const of = (options: Omit<WritingOptions, 'seed'>) =>
      weighNext(() => logits, beginWriting(idsOf('READ', 'AT 0', 'AT 0'), { ...options, seed: 1 }));
    const cut = of({ temperature: 0.5, topK: 1 });
    expect(cut.choice.probabilities[idOf('STEP 5')]).toBe(0);
    expect(cut.uncut[idOf('STEP 3')] / cut.uncut[idOf('STEP 5')]).toBeCloseTo(Math.E ** 2, 10);
    const certain = of({ temperature: 0, topK: null });
    expect(certain.uncut[idOf('STEP 3')] / certain.uncut[idOf('STEP 5')]).toBeCloseTo(Math.E, 10);
  });

  it('does not depend on what else the network read or wrote in between', () => {
    const once = writeOn(expected, writingOf(4), options);
    const disturbed = writeOn(
      (ids) => {
        logitsAfter(network, idsOf('READ', 'AT 3', 'AT 4'));
        return expected(ids);
      },
      writingOf(4),
      options,
    );
    expect(disturbed).toEqual(once);
  });

  it('is legal throughout, never asks, and ends with END or with a full context', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(), fc.double({ min: 0, max: 3, noNaN: true }), (digit, seed, temperature) => {
        const { ids, ended } = writeOn(expected, writingOf(digit), { temperature, topK: null, seed });
        expect(() => legalAfter(ids)).not.toThrow();
        expect(ids).not.toContain(ASK);
        if (ended) expect(ids[ids.length - 1]).toBe(END);
        else expect(ids).toHaveLength(CONTEXT);
      }),
      { numRuns: 30 },
    );
  });

  it('may put END after a full context', () => {
    const late = (ids: Uint8Array) => logitsOf(ids.length < CONTEXT ? { END: -50, LIFT: -50 } : { END: 50 });
    const { ids, ended } = writeOn(late, writingOf(1), { ...options, temperature: 0 });
    expect([ids.length, ended]).toEqual([CONTEXT + 1, true]);
  });

  it('finishes a drawing from where its pen is, in the frame of its beginning', () => {
    const drawing = drawingOf([
      [
        [100, 100],
        [100, 240],
      ],
    ]);
    const { ids: start, frame } = tokensOf(drawing);
    const right = (ids: Uint8Array) => logitsOf(ids.length < start.length + 2 ? { 'STEP 0': 9 } : { END: 9 });
    const { ids, given, ended } = writeOn(right, start, { ...options, temperature: 0 });
    expect(ended).toBe(true);
    const [[[x, y], ...more]] = strokesOfTokens(ids, frame, given);
    expect([x, Math.round(y)]).toEqual([100, 240]);
    expect(more.map((place) => Math.round(place[0]))).toEqual([110, 120]);
  });

  it('of a drawing of nothing begins where the network likes', () => {
    const { ids } = writeOn(standIn, Uint8Array.of(READ), options);
    expect(VOCABULARY[ids[1]]).toMatch(/^AT/);
  });

  it('is of a digit', () => {
    expect([...writingOf(7)]).toEqual([idOf('WRITE'), idOf('7')]);
    for (const digit of [-1, 10, 0.5]) expect(() => writingOf(digit)).toThrow(`from 0 to 9, not ${digit}.`);
  });
});
