import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightsWithout } from '../../src/explain/ablation.ts';
import { alteredWeights } from '../../src/explain/alterations.ts';
import { createContributions } from '../../src/explain/contributions.ts';
import { explanationJson } from '../../src/explain/json.ts';
import {
  type EditedKernel,
  isEdited,
  type KernelLink,
  kernelAt,
  kernelIn,
  kernelWith,
  MOST_WEIGHT,
  weightsWith,
  withWeight,
} from '../../src/explain/kernels.ts';
import { readingOf } from '../../src/explain/reading.ts';
import { nodeOf, type Part, readPart, writePart } from '../../src/explain/unit.ts';
import { ALWAYS_A_DIGIT } from '../../src/explain/verdict.ts';
import type { Weights } from '../../src/net/cnn/weights.ts';
import { NETWORKS } from '../networks.ts';
import { anyPart, everyPart } from '../parts.ts';
import { randomInput, randomNumbers, randomWeights } from '../support.ts';

const link = (text: string): KernelLink => {
  const found = kernelAt(readPart(text) as Part, 0);
  if (found === null) throw new Error(`${text} has no kernel`);
  return found;
};
/** Every kernel of the network: 8 and 128. */
const KERNELS = everyPart().flatMap((part) => (part.layer === 'link' ? (kernelAt(part, 0) ?? []) : []));
const SIDES = { conv1: 5, conv2: 3 } as const;

function edits(seed: number): fc.Arbitrary<EditedKernel[]> {
  const next = randomNumbers(seed);
  return fc
    .subarray(KERNELS, { maxLength: 5 })
    .map((links) =>
      links.map((one) => ({ link: one, weights: Float32Array.from({ length: SIDES[one.stage] ** 2 }, () => next()) })),
    );
}

/** The weights with these kernels written into them number by number: (map, source, row, column). */
function rewritten(weights: Weights, edited: readonly EditedKernel[]): Weights {
  const copy = structuredClone(weights) as Weights;
  for (const { link: at, weights: kernel } of edited) {
    const side = SIDES[at.stage];
    const sources = at.stage === 'conv1' ? 1 : 8;
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const i = ((at.target * sources + at.source) * side + row) * side + column;
        copy[at.stage].weight[i] = kernel[row * side + column];
      }
    }
  }
  return copy;
}

/** All arrays in it, bit for bit. */
function bytesOf(numbers: object): Buffer {
  const parts = Object.values(numbers).map((one) =>
    ArrayBuffer.isView(one) ? Buffer.from(one.buffer, one.byteOffset, one.byteLength) : bytesOf(one),
  );
  return Buffer.concat(parts);
}

describe('a kernel', () => {
  it('belongs to a link, a map and its cells, in both convolutions and nowhere else', () => {
    expect(KERNELS).toHaveLength(8 + 128);
    const at = (text: string, source: number) => {
      const found = kernelAt(readPart(text) as Part, source);
      return found && writePart(found);
    };
    expect(at('map2.12', 5)).toBe('link.conv2.5.12');
    expect(at('conv2.12.2.3', 5)).toBe('link.conv2.5.12');
    expect(at('pool2.12.2.3', 0)).toBe('link.conv2.0.12');
    expect(at('link.conv2.3.12', 5), 'a link has its own').toBe('link.conv2.3.12');
    expect(at('conv1.3.10.11', 5), 'Conv1 reads one map only').toBe('link.conv1.0.3');
    for (const text of ['picture', 'input.3.4', 'fc1.17', 'group.4', 'link.fc1.3.4', 'logit.3', 'link.output.1.2'])
      expect(at(text, 0)).toBeNull();
    fc.assert(
      fc.property(anyPart(), fc.nat(7), (part, source) => {
        const found = kernelAt(part, source);
        if (found) expect(nodeOf(found)).toEqual(nodeOf(part));
      }),
    );
  });

  it('is edited cell by cell, and is nobody’s any more once it is the trained one again', () => {
    const weights = randomWeights(1);
    const trained = kernelIn(weights, link('link.conv2.5.12'));
    const before = trained.slice();
    const once = withWeight(trained, trained, [0, 4], 0.1) ?? trained;
    expect([...once]).toEqual([...before].map((weight, i) => (i === 0 || i === 4 ? Math.fround(0.1) : weight)));
    expect(withWeight(once, trained, [0], before[0])?.[4]).toBe(Math.fround(0.1));
    expect(withWeight(withWeight(once, trained, [0], before[0]) ?? once, trained, [4], before[4])).toBeNull();
    expect(trained).toEqual(before);
    const edited = [{ link: link('link.conv2.5.12'), weights: once }];
    expect(kernelWith(weights, edited, link('link.conv2.5.12'))).toBe(once);
    expect(kernelWith(weights, edited, link('link.conv2.4.12'))).toEqual(kernelIn(weights, link('link.conv2.4.12')));
  });

  it('makes its map, the map’s cells and its own link edited, and no other part', () => {
    const edited = [{ link: link('link.conv2.5.12'), weights: new Float32Array(9) }];
    const told = everyPart().filter((part) => isEdited(part, edited));
    expect(told.filter(({ layer }) => layer === 'link').map(writePart)).toEqual(['link.conv2.5.12']);
    expect(told).toHaveLength(1 + 1 + 100 + 25);
    expect(told.every((part) => nodeOf(part).layer === 'conv2' && nodeOf(part).index === 12)).toBe(true);
  });
});

describe.each(NETWORKS)('edited kernels in %s', (_, create) => {
  it('compute bit for bit what a network with those weights computes; put back, what the trained one does', () => {
    fc.assert(
      fc.property(
        fc.nat(1000).chain((seed) => fc.tuple(fc.constant(seed), edits(seed))),
        ([seed, edited]) => {
          const weights = randomWeights(seed, 0.05);
          const untouched = structuredClone(weights);
          const input = randomInput(seed, 0.3);
          const trained = create(weights);
          const before = bytesOf(trained.forward(input));
          const expected = bytesOf(create(rewritten(weights, edited)).forward(input));
          const altered = trained.withWeights(weightsWith(weights, edited));
          expect(bytesOf(altered.forward(input)).equals(expected)).toBe(true);
          expect(expected.equals(before)).toBe(edited.length === 0);
          expect(bytesOf(trained.forward(input)).equals(before)).toBe(true);
          expect(bytesOf(weights).equals(bytesOf(untouched))).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are silent in a map that is switched off', () => {
    const weights = randomWeights(3);
    const off: Part[] = [{ layer: 'map2', map: 12 }];
    const edited = [{ link: link('link.conv2.5.12'), weights: new Float32Array(9).fill(1) }];
    expect(alteredWeights(weights, { off, edited })).toEqual(weightsWithout(weights, off));
    expect(alteredWeights(weights, { off: [], edited })).toEqual(rewritten(weights, edited));
  });

  it('make no number that float32 can’t hold, however large', () => {
    const weights = randomWeights(5);
    const edited = KERNELS.map((one) => ({
      link: one,
      weights: new Float32Array(SIDES[one.stage] ** 2).fill(MOST_WEIGHT),
    }));
    const { logits, probabilities } = create(weightsWith(weights, edited)).forward(new Float32Array(784).fill(1));
    expect([...logits, ...probabilities].every(Number.isFinite)).toBe(true);
    expect(probabilities.reduce((sum, one) => sum + one)).toBeCloseTo(1, 5);
  });

  it('stand in the JSON by their links, row by row; without any, it has no such key', () => {
    const edited = [
      { link: link('link.conv2.5.12'), weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, -0.123456789) },
      { link: link('link.conv1.0.3'), weights: new Float32Array(25) },
    ];
    const network = create(weightsWith(randomWeights(7), edited));
    const input = randomInput(7, 0.3);
    const trace = network.forward(input);
    const explained = {
      network,
      input,
      trace,
      contributions: createContributions()(trace, network.weights),
      reading: readingOf(trace.probabilities, ALWAYS_A_DIGIT),
    };
    const asked = { digit: null, rival: null, part: null };
    const told = explanationJson(explained, asked, { sha256: '', off: [], edited });
    const expected = {
      'link.conv2.5.12': [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, -0.1234568],
      ],
      'link.conv1.0.3': Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]),
    };
    expect(told).toHaveProperty('kernels', expected);
    expect(explanationJson(explained, asked, { sha256: '', off: [], edited: [] })).not.toHaveProperty('kernels');
  });
});
