import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contributions, createContributions } from '../../src/explain/contributions.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import type { Weights } from '../../src/net/cnn/weights.ts';
import { randomInput, randomWeights } from '../support.ts';

describe('contributions', () => {
  it('into a target, plus its live biases, equal its summed activation, for any weights and drawing', () => {
    fc.assert(
      fc.property(fc.integer(), share, fc.double({ min: -1, max: 0.3, noNaN: true }), (seed, inked, bias) => {
        const { contributions } = explain(randomWeights(seed, bias), randomInput(seed + 1, inked));
        expectAdditive(contributions);
      }),
      { numRuns: 40 },
    );
  });

  it('are each the part of the pre-activation that comes from their source alone', () => {
    fc.assert(
      fc.property(fc.integer(), share, (seed, inked) => {
        const weights = randomWeights(seed);
        const { trace, contributions } = explain(weights, randomInput(seed + 1, inked));
        const random = (count: number) => Math.abs(seed) % count;
        const [target, source, group, digit] = [random(16), random(8), random(16), random(10)];
        expectNear(contributions.links.conv1[source], partOfMap(weights, trace, 'conv1', source, 0));
        expectNear(contributions.links.conv2[target * 8 + source], partOfMap(weights, trace, 'conv2', target, source));
        expectNear(contributions.links.fc1[group * 16 + target], partOfGroup(weights, trace, group, target));
        expectNear(contributions.links.output[digit * 16 + group], partOfDigit(weights, trace, digit, group));
      }),
      { numRuns: 25 },
    );
  });

  it('count a bias once per live cell, live unit or digit', () => {
    const weights = randomWeights(5);
    const { trace, contributions } = explain(weights, randomInput(6, 0.3));
    const liveCells = (winners: Int8Array, channel: number, cells: number) =>
      winners.subarray(channel * cells, (channel + 1) * cells).filter((winner) => winner >= 0).length;
    for (let c = 0; c < 8; c++) {
      expect(contributions.biases.conv1[c]).toBe(weights.conv1.bias[c] * liveCells(trace.conv1.winners, c, 144));
    }
    for (let c = 0; c < 16; c++) {
      expect(contributions.biases.conv2[c]).toBe(weights.conv2.bias[c] * liveCells(trace.conv2.winners, c, 25));
    }
    expect([...contributions.biases.output]).toEqual([...weights.fc2.bias]);
    const units = Array.from({ length: 64 }, (_, unit) => unit);
    for (let group = 0; group < 16; group++) {
      const live = units.filter((unit) => unit >> 2 === group && trace.fc1.activations[unit] > 0);
      expectNear(
        contributions.biases.fc1[group],
        live.reduce((sum, unit) => sum + weights.fc1.bias[unit], 0),
      );
    }
  });

  it('from a blank input are 0, whatever the biases', () => {
    const { contributions } = explain(randomWeights(7, 0.2), new Float32Array(784));
    expect(contributions.links.conv1.every((value) => value === 0)).toBe(true);
    expect(contributions.sums.conv1.some((value) => value > 0)).toBe(true);
    expectAdditive(contributions);
  });

  it('into and out of dead maps and dead groups are 0', () => {
    const weights = randomWeights(8);
    weights.conv1.bias[3] = -1000;
    weights.conv2.bias[5] = -1000;
    for (let unit = 8; unit < 12; unit++) weights.fc1.bias[unit] = -1000;
    const { contributions } = explain(weights, randomInput(9, 0.4));
    const { links, biases, sums } = contributions;
    expect([links.conv1[3], biases.conv1[3], sums.conv1[3]]).toEqual([0, 0, 0]);
    expect([biases.conv2[5], sums.conv2[5], biases.fc1[2], sums.fc1[2]]).toEqual([0, 0, 0, 0]);
    for (let target = 0; target < 16; target++) {
      expect(links.conv2[target * 8 + 3]).toBeCloseTo(0, 12);
      expect(links.fc1[target * 16 + 5]).toBeCloseTo(0, 12);
    }
    for (let source = 0; source < 8; source++) expect(links.conv2[5 * 8 + source]).toBe(0);
    for (let source = 0; source < 16; source++) expect(links.fc1[2 * 16 + source]).toBe(0);
    for (let digit = 0; digit < 10; digit++) expect(links.output[digit * 16 + 2]).toBeCloseTo(0, 12);
    expectAdditive(contributions);
  });

  it('follow the first of equal cells', () => {
    // A uniform field of ink makes all four cells of every patch equal.
    const weights = randomWeights(10);
    const { trace, contributions } = explain(weights, new Float32Array(784).fill(1));
    expect(trace.conv1.winners.every((winner) => winner <= 0)).toBe(true);
    expectAdditive(contributions);
  });

  it('are a new object each time, in the same arrays, and keep nothing of the time before', () => {
    const weights = randomWeights(11);
    const network = createPlainNetwork(weights);
    const explainTrace = createContributions();
    const contributionsOf = (trace: Trace) => explainTrace(trace, weights);
    const first = contributionsOf(network.forward(randomInput(1, 0.3)));
    const before = structuredClone(first);
    const second = contributionsOf(network.forward(randomInput(2, 0.8)));
    expect(second).not.toBe(first);
    expect(second.links.conv2).toBe(first.links.conv2);
    expect(second).not.toEqual(before);
    expect(contributionsOf(network.forward(randomInput(1, 0.3)))).toEqual(before);
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });

function explain(weights: Weights, input: Float32Array): { trace: Trace; contributions: Contributions } {
  const trace = createPlainNetwork(weights).forward(input);
  return { trace, contributions: createContributions()(trace, weights) };
}

/** Within 1e-5 of the sum of the parts' magnitudes. */
function expectAdditive({ links, biases, sums }: Contributions): void {
  for (const { name, sources } of STAGES) {
    sums[name].forEach((sum, target) => {
      const into = links[name].subarray(target * sources.nodes, (target + 1) * sources.nodes);
      const parts = [...into, biases[name][target]];
      const magnitude = parts.reduce((total, part) => total + Math.abs(part), 0);
      const total = parts.reduce((partial, part) => partial + part, 0);
      expect(Math.abs(total - sum), `${name}, target ${target}`).toBeLessThanOrEqual(1e-5 * magnitude);
    });
  }
}

function expectNear(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

/** A channel's part of a map's winners, straight from the definition, pixel by pixel. */
function partOfMap(weights: Weights, trace: Trace, name: 'conv1' | 'conv2', target: number, source: number): number {
  const [sources, kernel, side, inputSide] = name === 'conv1' ? [1, 5, 12, 28] : [8, 3, 5, 12];
  const input = name === 'conv1' ? trace.input : trace.conv1.pooled;
  let sum = 0;
  for (let cell = 0; cell < side * side; cell++) {
    const winner = trace[name].winners[target * side * side + cell];
    if (winner === -1) continue;
    const row = 2 * Math.floor(cell / side) + (winner >> 1);
    const column = 2 * (cell % side) + (winner & 1);
    for (let u = 0; u < kernel; u++) {
      for (let v = 0; v < kernel; v++) {
        const tap = ((target * sources + source) * kernel + u) * kernel + v;
        sum += weights[name].weight[tap] * input[source * inputSide ** 2 + (row + u) * inputSide + column + v];
      }
    }
  }
  return sum;
}

function partOfGroup(weights: Weights, trace: Trace, group: number, channel: number): number {
  let sum = 0;
  for (let unit = 4 * group; unit < 4 * group + 4; unit++) {
    if (trace.fc1.activations[unit] <= 0) continue;
    for (let cell = 25 * channel; cell < 25 * channel + 25; cell++) {
      sum += weights.fc1.weight[unit * 400 + cell] * trace.conv2.pooled[cell];
    }
  }
  return sum;
}

function partOfDigit(weights: Weights, trace: Trace, digit: number, group: number): number {
  let sum = 0;
  for (let unit = 4 * group; unit < 4 * group + 4; unit++)
    sum += weights.fc2.weight[digit * 64 + unit] * trace.fc1.activations[unit];
  return sum;
}
