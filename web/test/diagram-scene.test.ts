import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContributions } from '../src/explain/contributions.ts';
import { createNetwork } from '../src/net/forward.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf } from '../src/views/diagram/scale.ts';
import { blankScene, bucketsOf, sceneOf } from '../src/views/diagram/scene.ts';
import { LINK_COUNT, linkContributions, STAGES } from '../src/views/diagram/topology.ts';
import { randomInput, randomWeights } from './support.ts';

const percent = (share: number): string => `${Math.round(100 * share)}%`;

function explained(seed: number, bias = 0) {
  const weights = randomWeights(seed, bias);
  const trace = createNetwork(weights).forward(randomInput(seed + 1, 0.2));
  return { trace, contributions: createContributions(weights)(trace) };
}

describe('a scene', () => {
  it('has each link at the level of its own contribution', () => {
    const { trace, contributions } = explained(3);
    const carried = linkContributions(contributions);
    const { levels } = sceneOf(trace, carried, 'pooled', 4, percent);
    expect(levels).toHaveLength(LINK_COUNT);
    const [conv1, conv2, fc1, output] = STAGES;
    const link = (stage: typeof conv1, target: number, source: number) =>
      levels[stage.firstLink + target * stage.sources.nodes + source];
    for (const [target, source] of [
      [0, 0],
      [7, 3],
      [9, 7],
    ]) {
      expect(link(conv1, target % 8, 0)).toBe(levelOf(contributions.inputToConv1[target % 8], HALF_STRENGTH.conv1));
      expect(link(conv2, target, source)).toBe(
        levelOf(contributions.conv1ToConv2[8 * target + source], HALF_STRENGTH.conv2),
      );
      expect(link(fc1, target, source)).toBe(
        levelOf(contributions.conv2ToFc1[16 * target + source], HALF_STRENGTH.fc1),
      );
      expect(link(output, target, source)).toBe(
        levelOf(contributions.fc1ToOutput[16 * target + source], HALF_STRENGTH.output),
      );
    }
    expect(levels.some((level) => level > 0) && levels.some((level) => level < 0)).toBe(true);
  });

  it('shows the maps after or before pooling, the units, the input, and the reading', () => {
    const { trace, contributions } = explained(5);
    const carried = linkContributions(contributions);
    const pooled = sceneOf(trace, carried, 'pooled', 2, percent);
    const convolved = sceneOf(trace, carried, 'convolved', 2, percent);
    const sides = ({ pictures }: typeof pooled) => [pictures.input.side, pictures.conv1.side, pictures.conv2.side];
    expect(sides(pooled)).toEqual([28, 12, 5]);
    expect(sides(convolved)).toEqual([28, 24, 10]);
    expect([...pooled.pictures.conv2.ink]).toEqual(
      [...trace.conv2.pooled].map((value) => inkOf(value, HALF_INK.conv2)),
    );
    expect([...convolved.pictures.conv1.ink]).toEqual(
      [...trace.conv1.activations].map((value) => inkOf(value, HALF_INK.conv1)),
    );
    expect(pooled.pictures.fc1.ink).toHaveLength(64);
    expect([...pooled.pictures.input.ink]).toEqual([...trace.input].map((value) => Math.round(255 * value)));
    expect(pooled.percentages).toEqual([...trace.probabilities].map(percent));
    expect(pooled.digit).toBe(2);
  });

  it('keeps what it shows when the network goes on: nothing in it is a buffer that will be overwritten', () => {
    const weights = randomWeights(8);
    const network = createNetwork(weights);
    const contributionsOf = createContributions(weights);
    const trace = network.forward(randomInput(1, 0.2));
    const scene = sceneOf(trace, linkContributions(contributionsOf(trace)), 'pooled', 1, percent);
    const before = structuredClone(scene);
    contributionsOf(network.forward(randomInput(2, 0.4)));
    expect(scene).toEqual(before);
  });

  it('of nothing drawn has no link, no ink and no number', () => {
    const scene = blankScene();
    expect(bucketsOf(scene.levels)).toEqual([]);
    expect(Object.values(scene.pictures).every(({ ink }) => ink.every((value) => value === 0))).toBe(true);
    expect([scene.probabilities, scene.percentages, scene.digit]).toEqual([null, null, null]);
  });

  it('draws no link from or to what is silent', () => {
    const { trace, contributions } = explained(11, -0.8);
    const carried = linkContributions(contributions);
    const { levels } = sceneOf(trace, carried, 'pooled', 0, percent);
    const [, conv2] = STAGES;
    const silent = [...contributions.sums.conv2.keys()].filter((map) => contributions.sums.conv2[map] === 0);
    expect(silent.length, 'these biases silence some maps').toBeGreaterThan(0);
    for (const map of silent) {
      const links = levels.subarray(conv2.firstLink + 8 * map, conv2.firstLink + 8 * map + 8);
      expect([...links]).toEqual(Array(8).fill(0));
    }
  });
});

describe('buckets', () => {
  it('hold every link that is drawn exactly once, in the bucket of its own level and sign', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -15, max: 15 }), { minLength: LINK_COUNT, maxLength: LINK_COUNT }),
        (all) => {
          const levels = Int8Array.from(all);
          const buckets = bucketsOf(levels);
          for (const { level, links } of buckets) for (const link of links) expect(levels[link]).toBe(level);
          const drawn = buckets.flatMap(({ links }) => links).sort((a, b) => a - b);
          expect(drawn).toEqual([...levels.keys()].filter((link) => levels[link] !== 0));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('come weakest first, so that strong links lie in front', () => {
    const order = bucketsOf(Int8Array.of(5, -15, 0, 1, -1, 15, -6)).map(({ level }) => level);
    expect(order).toEqual([-1, 1, 5, -6, -15, 15]);
  });
});
