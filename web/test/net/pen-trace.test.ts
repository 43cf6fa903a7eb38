import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASK, CONTEXT, FIRST_PLACE, FIRST_STEP, READ, SIZES, VOCABULARY } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import type { PenTrace } from '../../src/net/pen/trace.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { anySequence, numbersOf, PEN_NETWORKS, randomPenTensors, randomPenWeights, range } from '../pen-networks.ts';
import { plainLogits } from '../plain-pen.ts';
import { largestDifference } from '../support.ts';
import { readTensors } from '../tensors.ts';

const golden = (name: string) => readFileSync(new URL(`../../../tests/golden/${name}`, import.meta.url));
const { tensors: goldenTraces } = readTensors(golden('pen_traces.safetensors'));
const { weights: goldenWeights } = loadPenWeights(golden('pen_weights.safetensors'));

/** Relative to the layer's largest magnitude. */
const TOLERANCE = 1e-5;

describe.each(PEN_NETWORKS)('the golden traces in %s', (_, createPenNetwork) => {
  const cases = [...new Set(Object.keys(goldenTraces).map((name) => name.split('.')[0]))];
  const network = createPenNetwork(goldenWeights);

  it.each(cases)('are those of case %s, every number', (number) => {
    const ids = Uint8Array.from(goldenTraces[`${number}.ids`]);
    const numbers = numbersOf(tracePen(network, ids));
    const told = Object.keys(goldenTraces).filter((name) => name.startsWith(`${number}.`) && name !== `${number}.ids`);
    if (ids.length < CONTEXT) expect(told).toHaveLength(Object.keys(numbers).length);
    for (const name of told) {
      const computed = numbers[name.slice(number.length + 1)].map((value) => (Number.isFinite(value) ? value : 0));
      expect(relativeDifference(computed, goldenTraces[name]), name).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('hold up to a whole context', () => {
    expect(Math.max(...cases.map((number) => goldenTraces[`${number}.ids`].length))).toBe(CONTEXT);
  });
});

describe.each(PEN_NETWORKS)('a pass of the pen’s network in %s', (_, createPenNetwork) => {
  it('gives the logits of a plain implementation, for any weights and sequence', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, (seed, ids) => {
        const tensors = randomPenTensors(seed);
        const { logits } = tracePen(createPenNetwork(randomPenWeights(seed)), ids);
        const expected = plainLogits(ids, tensors).flat();
        expect(relativeDifference(logits.subarray(0, expected.length), expected)).toBeLessThanOrEqual(TOLERANCE);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the same numbers to the last bit, whatever was computed before: all at once, token by token, or after another sequence', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, anySequence, fc.nat(), (seed, ids, others, some) => {
        const weights = randomPenWeights(seed);
        const atOnce = numbersOf(tracePen(createPenNetwork(weights), ids));
        const network = createPenNetwork(weights);
        for (let length = 1; length <= ids.length; length++) tracePen(network, ids.subarray(0, length));
        expect(numbersOf(network.trace)).toEqual(atOnce);
        tracePen(network, others);
        tracePen(network, ids.subarray(0, 1 + (some % ids.length)));
        expect(numbersOf(tracePen(network, ids))).toEqual(atOnce);
      }),
      { numRuns: 10 },
    );
  });

  it('does not let a token know what comes after it', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, anySequence, (seed, ids, others) => {
        const network = createPenNetwork(randomPenWeights(seed));
        const before = tracePen(network, ids).logits.slice(0, ids.length * VOCABULARY.length);
        const followed = Uint8Array.from([...ids, ...others.subarray(1)].slice(0, CONTEXT));
        const after = tracePen(createPenNetwork(network.weights), followed).logits;
        expect(after.slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });

  it('returns a trace that can be told from the one before, and does not follow later changes of the ids', () => {
    const network = createPenNetwork(randomPenWeights(1));
    const ids = Uint8Array.of(READ, FIRST_PLACE, FIRST_PLACE);
    const first = tracePen(network, ids);
    expect(tracePen(network, ids)).not.toBe(first);
    const logits = network.trace.logits.slice();
    ids[2] = FIRST_PLACE + 1;
    expect([...first.ids]).toEqual([READ, FIRST_PLACE, FIRST_PLACE]);
    expect(tracePen(network, ids).logits).not.toEqual(logits);
  });

  it('refuses no token, more than a context, and tokens that there are not', () => {
    const network = createPenNetwork(randomPenWeights(1));
    expect(() => tracePen(network, new Uint8Array(0))).toThrow('reads 1 to 96 tokens, not 0');
    expect(() => tracePen(network, new Uint8Array(CONTEXT + 1))).toThrow('reads 1 to 96 tokens, not 97');
    expect(() => tracePen(network, Uint8Array.of(READ, 47))).toThrow('There is no token 47.');
    expect(() => tracePen(network, new Uint8Array(CONTEXT).fill(FIRST_STEP))).not.toThrow();
  });
});

describe.each(PEN_NETWORKS)('a trace in %s', (_, createPenNetwork) => {
  const { width, headUnits, heads, feedForward, epsilon } = SIZES;

  function forAnyTrace(check: (trace: PenTrace, seed: number) => void): void {
    fc.assert(
      fc.property(fc.integer(), anySequence, (seed, ids) => {
        check(tracePen(createPenNetwork(randomPenWeights(seed)), ids), seed);
      }),
      { numRuns: 15 },
    );
  }

  it('adds up: embeddings to their sum, and what each part adds to the residual stream', () => {
    forAnyTrace(({ ids, embedding, layers }) => {
      for (let i = 0; i < ids.length * width; i++) {
        expect(embedding.sum[i]).toBeCloseTo(embedding.token[i] + embedding.position[i] + embedding.place[i], 5);
        for (const { before, attended, middle, fedForward, after } of layers) {
          expectSum(middle[i], [before[i], attended[i]]);
          expectSum(after[i], [middle[i], fedForward[i]]);
        }
      }
      expect(layers[0].before).toBe(embedding.sum);
      expect(layers[1].before).toBe(layers[0].after);
    });
  });

  it('has scores that are sums of products over √8, attention that is their softmax, and outputs that are weighted sums', () => {
    forAnyTrace(({ ids, layers }) => {
      for (const { queries, keys, values, scores, attention, heads: outputs } of layers) {
        const query = ids.length - 1;
        for (const head of range(heads)) {
          const row = (head * CONTEXT + query) * CONTEXT;
          const units = range(headUnits).map((unit) => head * headUnits + unit);
          for (const key of range(query + 1)) {
            const products = units.map(
              (unit) => (queries[query * width + unit] * keys[key * width + unit]) / Math.sqrt(8),
            );
            expectSum(scores[row + key], products);
          }
          expectSoftmax(attention.subarray(row, row + query + 1), scores.subarray(row, row + query + 1));
          for (const unit of units) {
            const weighted = range(query + 1).map((key) => attention[row + key] * values[key * width + unit]);
            expectSum(outputs[query * width + unit], weighted);
          }
        }
      }
    });
  });

  it('shows no score, and no attention, for keys later than the query', () => {
    forAnyTrace(({ layers }) => {
      for (const { scores, attention } of layers) {
        for (const query of range(CONTEXT - 1)) {
          const later = [query * CONTEXT + query + 1, (query + 1) * CONTEXT] as const;
          expect(scores.subarray(...later).every((score) => score === Number.NEGATIVE_INFINITY)).toBe(true);
          expect(attention.subarray(...later).every((weight) => weight === 0)).toBe(true);
        }
      }
    });
  });

  it('has normalized values, products with the weights, and rectified activations', () => {
    forAnyTrace(({ ids, layers, normalized, logits, probabilities }, seed) => {
      const weights = randomPenWeights(seed);
      const token = ids.length - 1;
      const rowOf = (values: Float32Array, units: number) => values.subarray(token * units, (token + 1) * units);
      layers.forEach((layer, index) => {
        const { norm1, norm2, query, output, up, down } = weights.layers[index];
        expectNormalized(rowOf(layer.normalized1, width), rowOf(layer.before, width), norm1);
        expectNormalized(rowOf(layer.normalized2, width), rowOf(layer.middle, width), norm2);
        expectProduct(rowOf(layer.queries, width), rowOf(layer.normalized1, width), query);
        expectProduct(rowOf(layer.attended, width), rowOf(layer.heads, width), output);
        expectProduct(rowOf(layer.preactivations, feedForward), rowOf(layer.normalized2, width), up);
        expectProduct(rowOf(layer.fedForward, width), rowOf(layer.activations, feedForward), down);
        const rectified = Array.from(layer.preactivations, (value) => Math.max(value, 0));
        expect([...layer.activations]).toEqual(rectified);
      });
      expectNormalized(rowOf(normalized, width), rowOf(layers[1].after, width), weights.norm);
      const bias = new Float32Array(VOCABULARY.length);
      expectProduct(rowOf(logits, VOCABULARY.length), rowOf(normalized, width), { weight: weights.token, bias });
      expectSoftmax(rowOf(probabilities, VOCABULARY.length), rowOf(logits, VOCABULARY.length));
    });
  });

  it('has the place of the pen only beside its movements', () => {
    const ids = Uint8Array.of(READ, FIRST_PLACE + 3, FIRST_PLACE + 4, FIRST_STEP, ASK);
    const { embedding } = tracePen(createPenNetwork(randomPenWeights(2)), ids);
    const hasPlace = range(ids.length).map((token) =>
      embedding.place.subarray(token * width, (token + 1) * width).some((value) => value !== 0),
    );
    expect(hasPlace).toEqual([false, false, true, true, false]);
  });

  /** A number is the sum of these, to 1e-5 of the sum of their magnitudes. */
  function expectSum(value: number, parts: readonly number[]): void {
    const magnitude = parts.reduce((total, part) => total + Math.abs(part), 0);
    const sum = parts.reduce((total, part) => total + part, 0);
    expect(Math.abs(value - sum)).toBeLessThanOrEqual(TOLERANCE * magnitude);
  }

  function expectProduct(
    outputs: Float32Array,
    inputs: Float32Array,
    { weight, bias }: { weight: Float32Array; bias: Float32Array },
  ): void {
    outputs.forEach((output, unit) => {
      expectSum(output, [bias[unit], ...inputs.map((input, i) => input * weight[unit * inputs.length + i])]);
    });
  }

  function expectSoftmax(weights: Float32Array, scores: Float32Array): void {
    const powers = Array.from(scores, (score) => Math.exp(score - Math.max(...scores)));
    const total = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, i) => {
      expect(weights[i]).toBeCloseTo(power / total, 5);
    });
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  }

  function expectNormalized(
    outputs: Float32Array,
    inputs: Float32Array,
    { weight, bias }: { weight: Float32Array; bias: Float32Array },
  ): void {
    const mean = inputs.reduce((sum, input) => sum + input, 0) / inputs.length;
    const variance = inputs.reduce((sum, input) => sum + (input - mean) ** 2, 0) / inputs.length;
    outputs.forEach((output, unit) => {
      expect(output).toBeCloseTo(
        ((inputs[unit] - mean) / Math.sqrt(variance + epsilon)) * weight[unit] + bias[unit],
        4,
      );
    });
  }
});

function relativeDifference(computed: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return largestDifference(computed, expected) / largest;
}
