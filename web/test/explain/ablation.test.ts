import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Switchable, switchesAt, weightsWithout } from '../../src/explain/ablation.ts';
import { createAveraged } from '../../src/explain/averaged.ts';
import { createNetworkContributions } from '../../src/explain/contributions.ts';
import { createFlow } from '../../src/explain/flow.ts';
import { isSamePart, nodeOf, type Part, readPart } from '../../src/explain/unit.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import type { Weights } from '../../src/net/cnn/weights.ts';
import { publishedWeights } from '../golden-drawings.ts';
import { NETWORKS } from '../networks.ts';
import { anyPart, everyPart } from '../parts.ts';
import { largestDifference, randomInput, randomWeights } from '../support.ts';

const SWITCHES = everyPart().filter(
  (part): part is Switchable => part.layer === 'map1' || part.layer === 'map2' || part.layer === 'fc1',
);

/** The weights with every parameter of these outputs written as 0, one by one. */
function zeroed(weights: Weights, off: readonly Switchable[]): Weights {
  const copy = structuredClone(weights) as Weights;
  for (const part of off) {
    const [layer, output, inputs] =
      part.layer === 'fc1'
        ? [copy.fc1, part.unit, 400]
        : part.layer === 'map1'
          ? [copy.conv1, part.map, 25]
          : [copy.conv2, part.map, 72];
    for (let i = 0; i < inputs; i++) layer.weight[output * inputs + i] = 0;
    layer.bias[output] = 0;
  }
  return copy;
}

/** The activations of a part that is off, before and after ReLU and pooling. */
function valuesOf({ conv1, conv2, fc1 }: Trace, part: Switchable): number[] {
  if (part.layer === 'fc1') return [fc1.preactivations[part.unit], fc1.activations[part.unit]];
  const layer = part.layer === 'map1' ? conv1 : conv2;
  return [layer.preactivations, layer.activations, layer.pooled].flatMap((values) => {
    const cells = values.length / (part.layer === 'map1' ? 8 : 16);
    return [...values.subarray(part.map * cells, (part.map + 1) * cells)];
  });
}

describe('switching off', () => {
  it('makes weights and biases of the parts 0, leaves every other parameter, and changes nothing it is given', () => {
    const weights = randomWeights(3);
    const before = structuredClone(weights);
    fc.assert(
      fc.property(fc.subarray(SWITCHES), (off) => {
        expect(weightsWithout(weights, off)).toEqual(zeroed(weights, off));
        expect(weights).toEqual(before);
      }),
      { numRuns: 3 },
    );
  });

  describe.each(NETWORKS)('in %s', (_, create) => {
    it('computes what a network with zeroed weights computes: the parts are 0, whatever is drawn', () => {
      fc.assert(
        fc.property(fc.subarray(SWITCHES), fc.nat(1000), (off, seed) => {
          const weights = randomWeights(seed, 0.05);
          const input = randomInput(seed, 0.3);
          const trained = create(weights);
          const trace = trained.withWeights(weightsWithout(weights, off)).forward(input);
          const expected = createPlainNetwork(zeroed(weights, off)).forward(input);
          expect(largestDifference(trace.logits, expected.logits)).toBeLessThan(1e-5);
          expect(largestDifference(trace.conv2.pooled, expected.conv2.pooled)).toBeLessThan(1e-5);
          for (const part of off) expect(valuesOf(trace, part).every((value) => value === 0)).toBe(true);
          const untouched = createPlainNetwork(weights).forward(input).logits;
          expect(largestDifference(trained.logits(input), untouched)).toBeLessThan(1e-5);
          expect(largestDifference(trace.logits, expected.logits), 'the untouched pass').toBeLessThan(1e-5);
        }),
        { numRuns: 30 },
      );
    });

    it('of everything leaves the last biases, and links that carry nothing', () => {
      const { fc2 } = publishedWeights();
      const network = create(weightsWithout(publishedWeights(), SWITCHES));
      const trace = network.forward(randomInput(5, 0.3));
      expect(trace.logits).toEqual(fc2.bias);
      const { links, sums } = createNetworkContributions()(trace, network);
      for (const stage of [links.conv1, links.conv2, links.fc1, links.output, sums.conv1, sums.conv2, sums.fc1])
        expect(stage.every((value) => value === 0)).toBe(true);
      const flow = createFlow()(createAveraged()(createNetworkContributions()(trace, network)), [3], 8);
      expect(JSON.stringify(flow)).not.toMatch(/null|NaN/);
    });

    it('explains a drawing as Python does', () => {
      const drawings = new Map(lines('drawings.jsonl').map(({ name, strokes }) => [name, strokes]));
      const cases = lines('explanations.jsonl').filter(({ asked }) => asked.off);
      expect(cases.length).toBeGreaterThan(1);
      for (const { drawing, asked, explanation } of cases) {
        const input = createRasterizer()(fromStrokes(drawings.get(drawing), { placed: true }));
        if (input === null) throw new Error(`${drawing} has no ink`);
        const off: Part[] = asked.off.flatMap((name: string) => readPart(name) ?? []);
        expect(off).toHaveLength(asked.off.length);
        const trained = create(publishedWeights());
        const network = trained.withWeights(weightsWithout(trained.weights, off));
        const trace = network.forward(input);
        const agree = (values: ArrayLike<number>, golden: readonly number[]) =>
          expect(largestDifference(values, golden)).toBeLessThan(1e-5 * Math.max(...golden.map(Math.abs)));
        agree(trace.logits, explanation.logits);
        agree(trace.probabilities, explanation.probabilities);
        const { links, biases, sums } = createNetworkContributions()(trace, network);
        for (const stage of ['conv1', 'conv2', 'fc1', 'output'] as const) {
          agree(links[stage], explanation.contributions[stage].flat());
          agree(biases[stage], explanation.biases[stage]);
          agree(sums[stage], explanation.sums[stage]);
        }
      }
    });
  });

  it('is offered where a map, a unit, or what belongs to one is selected', () => {
    const at = (text: string) => switchesAt(readPart(text) as Part);
    expect(at('map2.5')).toEqual([{ layer: 'map2', map: 5 }]);
    expect(at('conv1.3.10.11')).toEqual([{ layer: 'map1', map: 3 }]);
    expect(at('pool2.12.2.3')).toEqual([{ layer: 'map2', map: 12 }]);
    expect(at('group.4')).toEqual([16, 17, 18, 19].map((unit) => ({ layer: 'fc1', unit })));
    for (const text of ['picture', 'input.3.4', 'logit.3', 'probability.3', 'link.conv2.5.12'])
      expect(at(text)).toEqual([]);
    fc.assert(
      fc.property(anyPart(), (part) => {
        for (const one of switchesAt(part)) {
          expect(nodeOf(one)).toEqual(nodeOf(part));
          expect(SWITCHES.some((switchable) => isSamePart(switchable, one))).toBe(true);
        }
      }),
    );
  });
});

function lines(file: string) {
  const text = readFileSync(new URL(`../../../tests/golden/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
