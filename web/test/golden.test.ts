/**
 * The golden cases: strokes and what the pad keeps of them; drawings, their 784 values, and everything the network
 * computes from them. An independent implementation computed them in fractions and in float64. The Python package is
 * tested against the same files; see tests/golden/README.md.
 */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNetworkContributions } from '../src/explain/contributions.ts';
import { verdictOn, verdictRuleOf } from '../src/explain/verdict.ts';
import { createRasterizer } from '../src/ink/raster.ts';
import { rasterizeWith } from '../src/ink/steps.ts';
import { fromStrokes } from '../src/ink/strokes.ts';
import type { Network } from '../src/net/cnn/network.ts';
import type { Trace } from '../src/net/cnn/trace.ts';
import { loadWeights } from '../src/net/cnn/weights.ts';
import { NETWORKS } from './networks.ts';
import { largestDifference, toStrokes } from './support.ts';
import { readTensors } from './tensors.ts';

const REMEDY = 'run `python tools/golden.py` and commit what it writes';

const project = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const weightsBytes = project('src/inkspect/pretrained/weights.safetensors');
const drawingsBytes = project('tests/golden/drawings.jsonl');
const { tensors: golden, metadata } = readTensors(project('tests/golden/golden.safetensors'));
const drawings: { strokes: number[][][] }[] = linesOf(drawingsBytes);
const { weights, metadata: weightsMetadata } = loadWeights(weightsBytes);

/** The meaning of the numbers in `verdict`. */
const VERDICTS = ['digit', 'unsure', 'none'] as const;
/** Relative to the layer's largest magnitude in this drawing. */
const ACTIVATION_TOLERANCE = 1e-5;
/** Relative to the sum of the magnitudes of a target's parts. */
const CONTRIBUTION_TOLERANCE = 1e-5;
/** Relative to the largest of the 784. */
const GRADIENT_TOLERANCE = 1e-5;
/** Pool cells that rounding may decide are left out; with more than this share of them, the comparison would be void. */
const UNDECIDED_SHARE = 1e-2;
/** Units this close to 0, relative to the layer's largest, may be live or not depending on rounding. */
const UNDECIDED_UNIT = 1e-6;

describe('the golden cuts', () => {
  const cuts: { name: string; strokes: number[][][]; kept: number[][][] }[] = linesOf(
    project('tests/golden/cuts.jsonl'),
  );
  const kept = (strokes: number[][][]) => toStrokes(fromStrokes(strokes, { placed: true }));

  it.each(cuts.filter((cut) => cut.kept.length > 0))(
    'keep the expected part of $name, timed from its first point',
    (cut) => {
      const start = cut.kept[0][0][2];
      const hasTimes = start !== undefined;
      const strokes = kept(cut.strokes).map((stroke) =>
        stroke.map(([x, y, t]) => (hasTimes ? [x, y, t + start] : [x, y])),
      );
      expect(strokes).toEqual(cut.kept);
    },
  );

  it.each(cuts.filter((cut) => cut.kept.length === 0))('refuse $name, which has nothing on the pad', ({ strokes }) => {
    expect(() => kept(strokes)).toThrow('No part of the strokes lies on the pad');
  });
});

describe('the golden cases', () => {
  it('are at least 100, computed from the published weights and from these drawings', () => {
    expect(drawings.length).toBeGreaterThanOrEqual(100);
    expect(golden.pixels.length, REMEDY).toBe(784 * drawings.length);
    expect(metadata.weights_sha256, REMEDY).toBe(sha256(weightsBytes));
    expect(metadata.drawings_sha256, REMEDY).toBe(sha256(drawingsBytes));
  });

  it('have few undecided pool cells', () => {
    for (const name of ['conv1.undecided', 'conv2.undecided']) {
      const undecided = golden[name].filter((flag) => flag !== 0).length;
      expect(undecided, name).toBeLessThanOrEqual(UNDECIDED_SHARE * golden[name].length);
    }
  });

  it('give these 784 values, to 1e-6', () => {
    const rasterize = createRasterizer();
    drawings.forEach(({ strokes }, index) => {
      const values = rasterize(fromStrokes(strokes, { placed: true })) ?? [];
      expect(largestDifference(values, rowOf('pixels', index)), `drawing ${index}`).toBeLessThanOrEqual(1e-6);
    });
  });
});

describe('the golden drawings with steps of the ink rule left out', () => {
  const { drawings: lines, ...ways } = readTensors(project('tests/golden/steps.safetensors')).tensors;

  it('are given in each of the eight ways', () => {
    expect(Object.keys(ways)).toHaveLength(8);
    expect(lines.length).toBeGreaterThanOrEqual(12);
  });

  it.each(Object.keys(ways))('give these 784 values with the steps %s, to 1e-6', (taken) => {
    const steps = { fit: taken.includes('fit'), mass: taken.includes('mass'), pen: taken.includes('pen') };
    lines.forEach((line, row) => {
      const values = rasterizeWith(fromStrokes(drawings[line].strokes, { placed: true }), steps) ?? [];
      const expected = ways[taken].subarray(784 * row, 784 * (row + 1));
      expect(largestDifference(values, expected), `drawing ${line}`).toBeLessThanOrEqual(1e-6);
    });
  });
});

describe.each(NETWORKS)('the golden cases in %s', (_name, createNetwork) => {
  const network = createNetwork(weights);

  it('give these activations and winners from the same values', () => {
    drawings.forEach((_, index) => {
      const trace = traceOf(network, index);
      const layers: [string, Float32Array][] = [
        ['conv1.preactivations', trace.conv1.preactivations],
        ['conv1.pooled', trace.conv1.pooled],
        ['conv2.preactivations', trace.conv2.preactivations],
        ['conv2.pooled', trace.conv2.pooled],
        ['fc1.preactivations', trace.fc1.preactivations],
        ['logits', trace.logits],
        ['probabilities', trace.probabilities],
      ];
      for (const [name, values] of layers) {
        const expected = rowOf(name, index);
        const difference = largestDifference(values, expected) / largestMagnitude(expected);
        expect(difference, `drawing ${index}, ${name}`).toBeLessThanOrEqual(ACTIVATION_TOLERANCE);
      }
      for (const name of ['conv1', 'conv2'] as const) {
        const expected = rowOf(`${name}.winners`, index);
        const undecided = rowOf(`${name}.undecided`, index);
        const wrong = expected.flatMap((winner, cell) =>
          undecided[cell] || winner === trace[name].winners[cell] ? [] : [cell],
        );
        expect(wrong, `drawing ${index}, cells of ${name} with another winner`).toEqual([]);
      }
    });
  });

  it('give these verdicts, except for the few that rounding may decide', () => {
    const rule = verdictRuleOf(weightsMetadata);
    let undecided = 0;
    drawings.forEach((_, index) => {
      if (golden['verdict.undecided'][index]) undecided++;
      else
        expect(verdictOn(traceOf(network, index).probabilities, rule), `drawing ${index}`).toBe(
          VERDICTS[golden.verdict[index]],
        );
    });
    expect(undecided).toBeLessThanOrEqual(0.02 * drawings.length);
  });

  it('give these contributions, biases and sums', () => {
    const contributionsOf = createNetworkContributions();
    let undecidedGroups = 0;
    drawings.forEach((_, index) => {
      const trace = traceOf(network, index);
      for (const name of ['conv1', 'conv2'] as const) takeWinners(trace[name].winners, name, index);
      const { links, biases, sums } = contributionsOf(trace, network);
      for (const name of ['conv1', 'conv2', 'fc1', 'output'] as const) {
        const expectedLinks = rowOf(`${name}.contributions`, index);
        const expectedBiases = rowOf(`${name}.biases`, index);
        const expectedSums = rowOf(`${name}.sums`, index);
        const sources = expectedLinks.length / expectedSums.length;
        expectedSums.forEach((expectedSum, target) => {
          if (name === 'fc1' && isUndecidedGroup(target, index)) {
            undecidedGroups++;
            return;
          }
          const [first, end] = [target * sources, (target + 1) * sources];
          const expected = [...expectedLinks.slice(first, end), expectedBiases[target], expectedSum];
          const actual = [...links[name].subarray(first, end), biases[name][target], sums[name][target]];
          const magnitude = expected.slice(0, -1).reduce((total, part) => total + Math.abs(part), 0);
          const difference = largestDifference(actual, expected);
          expect(difference, `drawing ${index}, into ${name} ${target}`).toBeLessThanOrEqual(
            CONTRIBUTION_TOLERANCE * magnitude,
          );
        });
      }
    });
    expect(undecidedGroups).toBeLessThanOrEqual(UNDECIDED_SHARE * drawings.length * 16);
  });

  it('give these gradients of the leading digit over its rival', () => {
    let undecided = 0;
    drawings.forEach((_, index) => {
      const groups = Array.from({ length: 16 }, (_, group) => group);
      if (groups.some((group) => isUndecidedGroup(group, index))) {
        undecided++;
        return;
      }
      const trace = traceOf(network, index);
      for (const name of ['conv1', 'conv2'] as const) takeWinners(trace[name].winners, name, index);
      const [digit, rival] = rowOf('gradient.digits', index);
      const expected = rowOf('gradient', index);
      const difference = largestDifference(network.gradient(trace, digit, rival), expected);
      expect(difference, `drawing ${index}`).toBeLessThanOrEqual(GRADIENT_TOLERANCE * largestMagnitude(expected));
    });
    expect(undecided).toBeLessThanOrEqual(0.05 * drawings.length);
  });
});

function traceOf(network: Network, index: number): Trace {
  return network.forward(Float32Array.from(rowOf('pixels', index)));
}

/** Takes the golden choice where rounding may decide, so that a cell's parts are compared even then. */
function takeWinners(winners: Int8Array, name: 'conv1' | 'conv2', index: number): void {
  const undecided = rowOf(`${name}.undecided`, index);
  rowOf(`${name}.winners`, index).forEach((winner, cell) => {
    if (undecided[cell]) winners[cell] = winner;
  });
}

function isUndecidedGroup(group: number, index: number): boolean {
  const preactivations = rowOf('fc1.preactivations', index);
  const nearest = Math.min(...preactivations.slice(4 * group, 4 * group + 4).map(Math.abs));
  return nearest < UNDECIDED_UNIT * largestMagnitude(preactivations);
}

function largestMagnitude(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30);
}

/** A drawing's row of a tensor, flat. */
function rowOf(name: string, index: number): number[] {
  const values = golden[name];
  const length = values.length / drawings.length;
  return Array.from(values.subarray(index * length, (index + 1) * length));
}

function linesOf<Line>(bytes: Buffer): Line[] {
  return bytes
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
