/** Why one digit and not another: the shares of its ink, by gradients. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientProducts } from '../../src/explain/attribution/gradient.ts';
import { integratedGradients } from '../../src/explain/attribution/integrated.ts';
import { differencePaths } from '../../src/explain/attribution/paths.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { goldenInputs, leadersOf, publishedWeights } from '../golden-drawings.ts';
import { NETWORKS } from '../networks.ts';
import { largestDifference, randomInput, randomWeights } from '../support.ts';

const weights = publishedWeights();
const drawings = goldenInputs();
/** Of the sum of the parts' magnitudes. */
const TOLERANCE = 1e-5;

const anyNetwork = fc.record({
  seed: fc.integer(),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  bias: fc.double({ min: -0.5, max: 0.2, noNaN: true }),
  digit: fc.integer({ min: 0, max: 9 }),
  rival: fc.integer({ min: 0, max: 9 }),
});

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const magnitude = (values: Iterable<number>) => sum([...values].map(Math.abs));

describe.each(NETWORKS)('integrated gradients in %s', (_, createNetwork) => {
  const network = createNetwork(weights);

  it('share out the difference of two logits, less blank paper’s, but for a small remainder', () => {
    const blank = network.logits(new Float32Array(784)).slice();
    const remainders = drawings.map((input) => {
      const logits = network.logits(input);
      const [digit, rival] = leadersOf(logits);
      const why = integratedGradients(network, input, digit, rival);
      expect(why.difference).toBe(logits[digit] - logits[rival]);
      expect(why.blank).toBe(blank[digit] - blank[rival]);
      expect(why.total).toBeCloseTo(sum(why.shares), 9);
      expect(why.blank + sum(why.shares) + why.remainder).toBeCloseTo(why.difference, 9);
      return Math.abs(why.remainder);
    });
    remainders.sort((a, b) => a - b);
    expect(remainders[remainders.length >> 1]).toBeLessThan(0.25);
  });

  it('give a blank cell no share, and say of an empty drawing only what blank paper says', () => {
    const input = drawings[0];
    const { shares } = integratedGradients(network, input, 3, 8);
    expect(shares.some((share) => share !== 0)).toBe(true);
    shares.forEach((share, cell) => {
      if (input[cell] === 0) expect(share).toBe(0);
    });
    const empty = integratedGradients(network, new Float32Array(784), 3, 8);
    expect(empty).toMatchObject({ difference: empty.blank, total: 0, remainder: 0 });
    expect([...empty.shares]).toEqual(Array(784).fill(0));
  });

  it('are the mean gradient at 64 pictures on the way, one pass each, times the ink', () => {
    const input = drawings[5];
    const { shares } = integratedGradients(network, input, 4, 9);
    const mean = new Float64Array(784);
    for (let k = 0; k < 64; k++) {
      const trace = network.forward(input.map((ink) => ((k + 0.5) / 64) * ink));
      network.gradient(trace, 4, 9).forEach((slope, cell) => {
        mean[cell] += slope / 64;
      });
    }
    const expected = mean.map((slope, cell) => slope * input[cell]);
    expect(largestDifference(shares, expected)).toBeLessThanOrEqual(1e-9 * magnitude(expected));
  });

  it('with their remainder equal the difference of a pass of its own, for any weights and drawing', () => {
    fc.assert(
      fc.property(anyNetwork, ({ seed, share, bias, digit, rival }) => {
        const any = createNetwork(randomWeights(seed, bias));
        const input = randomInput(seed + 1, share);
        const [here, paper] = [input, new Float32Array(784)].map((picture) => {
          const { logits } = any.forward(picture);
          return logits[digit] - logits[rival];
        });
        const { shares, remainder } = integratedGradients(any, input, digit, rival);
        expect(paper + sum(shares) + remainder).toBeCloseTo(here, 9);
        expect(Math.abs(remainder)).toBeLessThanOrEqual(0.05 * magnitude([...shares, paper, here]));
      }),
      { numRuns: 10 },
    );
  });

  it('of a digit against itself are nothing; the rival’s shares are the negative of the digit’s', () => {
    const same = integratedGradients(network, drawings[7], 2, 2);
    expect(magnitude(same.shares) + Math.abs(same.difference)).toBe(0);
    const [there, back] = [
      integratedGradients(network, drawings[7], 2, 5),
      integratedGradients(network, drawings[7], 5, 2),
    ];
    expect(
      largestDifference(
        there.shares,
        back.shares.map((share) => -share),
      ),
    ).toBeLessThan(1e-5);
  });

  it('leave the last trace as it is, and refuse what is no input and no digit', () => {
    const trace = network.forward(drawings[1]);
    const before = structuredClone(trace);
    integratedGradients(network, trace.input, 3, 8);
    expect(trace).toEqual(before);
    expect(() => integratedGradients(network, new Float32Array(783), 3, 8)).toThrow(/784 values, not 783/);
    expect(() => integratedGradients(network, drawings[1], 3, 10)).toThrow('There is no logit 10.');
  });
});

it('both ways to compute the network share out alike', () => {
  const [plain, kernels] = NETWORKS.map(([, createNetwork]) => createNetwork(weights));
  for (const input of drawings.slice(0, 16)) {
    const [digit, rival] = leadersOf(plain.logits(input));
    const expected = integratedGradients(plain, input, digit, rival);
    const actual = integratedGradients(kernels, input, digit, rival);
    // Rounding may pick another winner at one of the 64 pictures.
    const tolerance = 1e-3 * magnitude(expected.shares);
    expect(largestDifference(actual.shares, expected.shares)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(actual.difference - expected.difference)).toBeLessThanOrEqual(1e-4);
  }
});

describe('gradient × input', () => {
  const check = (input: Float32Array, parameters: typeof weights, digit: number, rival?: number) => {
    const trace = createPlainNetwork(parameters).forward(input);
    const { biases, ...products } = gradientProducts(trace, parameters, digit, rival);
    const expected = trace.logits[digit] - (rival === undefined ? 0 : trace.logits[rival]);
    const after = { fc1: ['fc2'], conv2: ['fc2', 'fc1'], conv1: ['fc2', 'fc1', 'conv2'], input: Object.keys(biases) };
    for (const layer of ['fc1', 'conv2', 'conv1', 'input'] as const) {
      const parts = [...products[layer], ...after[layer].map((name) => biases[name as keyof typeof biases])];
      // Logits are float32, and cancel where two are alike.
      const scale = magnitude(parts) + Math.abs(trace.logits[digit]);
      expect(Math.abs(sum(parts) - expected), `at ${layer}`).toBeLessThanOrEqual(TOLERANCE * scale);
    }
  };

  it('plus the bias terms of the layers after it equals every logit, at every layer, for the golden drawings', () => {
    for (const input of drawings) for (let digit = 0; digit < 10; digit++) check(input, weights, digit);
  });

  it('does so for any weights and drawing, and for the difference of two logits', () => {
    fc.assert(
      fc.property(anyNetwork, ({ seed, share, bias, digit, rival }) => {
        check(randomInput(seed + 1, share), randomWeights(seed, bias), digit, rival);
      }),
      { numRuns: 40 },
    );
  });

  it('is the slope of the logit when the ink fades a little', () => {
    const [input, fade] = [drawings[3], 1e-3];
    const network = createPlainNetwork(weights);
    const { input: products } = gradientProducts(network.forward(input), weights, 3);
    const logit = network.forward(input).logits[3];
    const faded = network.forward(input.map((ink) => ink * (1 - fade))).logits[3];
    expect((logit - faded) / fade).toBeCloseTo(sum(products), 1);
  });
});

describe('the difference followed back', () => {
  it('adds up to itself at FC groups, Conv2 maps and Conv1 maps', () => {
    const network = createPlainNetwork(weights);
    for (const input of drawings) {
      const trace = network.forward(input);
      const [digit, rival] = leadersOf(trace.logits);
      const paths = differencePaths(trace, weights, digit, rival);
      expect(paths.map(({ layer, terms }) => [layer, terms.length])).toEqual([
        ['fc1', 16],
        ['conv2', 16],
        ['conv1', 8],
      ]);
      for (const { layer, terms, bias, sum: total } of paths) {
        const parts = [...terms.map(({ amount }) => amount), bias];
        expect(total).toBe(trace.logits[digit] - trace.logits[rival]);
        expect(Math.abs(sum(parts) - total), layer).toBeLessThanOrEqual(TOLERANCE * (magnitude(parts) + 10));
      }
    }
  });

  it('takes from a group the difference of weights × activations, and counts what is live', () => {
    const trace = createPlainNetwork(weights).forward(drawings[2]);
    const [groups, maps] = differencePaths(trace, weights, 3, 8);
    const units = [20, 21, 22, 23];
    const expected = units.map(
      (unit) => (weights.fc2.weight[3 * 64 + unit] - weights.fc2.weight[8 * 64 + unit]) * trace.fc1.activations[unit],
    );
    expect(groups.terms[5].amount).toBeCloseTo(sum(expected), 6);
    expect(groups.terms[5].live).toBe(units.filter((unit) => trace.fc1.activations[unit] > 0).length);
    const winners = trace.conv2.winners.subarray(25 * 12, 25 * 13);
    expect(maps.terms[12].live).toBe(winners.filter((winner) => winner >= 0).length);
    expect([groups.cells, maps.cells]).toEqual([4, 25]);
  });

  it('passes nothing on from a dead map or group', () => {
    const dead = randomWeights(8);
    dead.conv2.bias[5] = -1000;
    for (let unit = 8; unit < 12; unit++) dead.fc1.bias[unit] = -1000;
    const trace = createPlainNetwork(dead).forward(randomInput(9, 0.4));
    const [groups, maps] = differencePaths(trace, dead, 0, 1);
    expect(groups.terms[2]).toMatchObject({ live: 0 });
    expect(groups.terms[2].amount).toBeCloseTo(0, 12);
    expect(maps.terms[5]).toMatchObject({ live: 0 });
    expect(maps.terms[5].amount).toBeCloseTo(0, 12);
  });
});
