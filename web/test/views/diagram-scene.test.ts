import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contributions, createContributions } from '../../src/explain/contributions.ts';
import type { Verdict } from '../../src/explain/reading.ts';
import { LINK_COUNT, type Maps, STAGES } from '../../src/explain/topology.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf } from '../../src/views/diagram/scale.ts';
import { blankScene, bucketsOf, createScenes, unpackScene } from '../../src/views/diagram/scene.ts';
import { randomInput, randomWeights } from '../support.ts';

/** A scene of its own memory. */
function sceneOf(trace: Trace, { links }: Contributions, maps: Maps, digit = 0, verdict: Verdict = 'digit') {
  return unpackScene(createScenes()(trace, links, maps, { verdict, digit, probabilities: trace.probabilities }));
}

function explained(seed: number, weights = randomWeights(seed)) {
  const trace = createPlainNetwork(weights).forward(randomInput(seed + 1, 0.2));
  return { trace, contributions: createContributions()(trace, weights) };
}

describe('a scene', () => {
  it('shows each link at the level of its own contribution', () => {
    const { trace, contributions } = explained(3);
    const { levels } = sceneOf(trace, contributions, 'pooled');
    expect(levels).toHaveLength(LINK_COUNT);
    const [conv1, conv2, fc1, output] = STAGES;
    const link = (stage: typeof conv1, target: number, source: number) =>
      levels[stage.firstLink + target * stage.sources.nodes + source];
    for (const [target, source] of [
      [0, 0],
      [7, 3],
      [9, 7],
    ]) {
      expect(link(conv1, target % 8, 0)).toBe(levelOf(contributions.links.conv1[target % 8], HALF_STRENGTH.conv1));
      expect(link(conv2, target, source)).toBe(
        levelOf(contributions.links.conv2[8 * target + source], HALF_STRENGTH.conv2),
      );
      expect(link(fc1, target, source)).toBe(levelOf(contributions.links.fc1[16 * target + source], HALF_STRENGTH.fc1));
      expect(link(output, target, source)).toBe(
        levelOf(contributions.links.output[16 * target + source], HALF_STRENGTH.output),
      );
    }
    expect(levels.some((level) => level > 0) && levels.some((level) => level < 0)).toBe(true);
  });

  it('shows the maps after or before pooling, the units, the input, and the reading', () => {
    const { trace, contributions } = explained(5);
    const pooled = sceneOf(trace, contributions, 'pooled', 2);
    const convolved = sceneOf(trace, contributions, 'convolved', 2, 'none');
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
    expect([...(pooled.probabilities ?? [])]).toEqual([...trace.probabilities]);
    expect([pooled.digit, pooled.verdict]).toEqual([2, 'digit']);
    expect([convolved.digit, convolved.verdict], 'what is no digit is not marked').toEqual([null, 'none']);
  });

  it('is unchanged by later passes of the network: it holds none of the reused buffers', () => {
    const weights = randomWeights(8);
    const network = createPlainNetwork(weights);
    const contributionsOf = createContributions();
    const trace = network.forward(randomInput(1, 0.2));
    const scene = sceneOf(trace, contributionsOf(trace, weights), 'pooled');
    const before = structuredClone(scene);
    contributionsOf(network.forward(randomInput(2, 0.4)), weights);
    expect(scene).toEqual(before);
  });

  it('is written into one piece of memory, the same every time, so that a movement allocates none', () => {
    const scenes = createScenes();
    const make = (seed: number, maps: Maps) => {
      const { trace, contributions } = explained(seed);
      const reading = { verdict: 'digit', digit: 1, probabilities: trace.probabilities } as const;
      return scenes(trace, contributions.links, maps, reading);
    };
    const [first, second] = [make(1, 'pooled'), make(2, 'pooled')];
    expect(second).toBe(first);
    expect(second.byteLength).toBe(10 * 4 + 552 + 784 + 1152 + 400 + 64 + 3);
    expect(unpackScene(structuredClone(second)), 'a copy tells the same').toEqual(unpackScene(second));
  });

  it('of nothing drawn has no link, no ink and no number', () => {
    const scene = unpackScene(blankScene('convolved'));
    expect(bucketsOf(scene.levels)).toEqual([]);
    expect(Object.values(scene.pictures).every(({ ink }) => ink.every((value) => value === 0))).toBe(true);
    expect([scene.probabilities, scene.digit, scene.verdict]).toEqual([null, null, 'empty']);
    expect(scene.pictures.conv1.side).toBe(24);
  });

  it('draws no link to or from a silent node', () => {
    const weights = randomWeights(11);
    weights.conv1.bias[3] = weights.conv2.bias[5] = -1000;
    for (let unit = 8; unit < 12; unit++) weights.fc1.bias[unit] = -1000;
    const { trace, contributions } = explained(11, weights);
    const { levels } = sceneOf(trace, contributions, 'pooled');
    for (const [into, from] of [
      [STAGES[0], STAGES[1]],
      [STAGES[1], STAGES[2]],
      [STAGES[2], STAGES[3]],
    ]) {
      const silent = [...contributions.sums[into.name].keys()].filter(
        (node) => contributions.sums[into.name][node] === 0,
      );
      expect(silent.length, `these biases silence some of ${into.name}`).toBeGreaterThan(0);
      expect(silent.length, `and not all of ${into.name}`).toBeLessThan(into.targets.nodes);
      for (const node of silent) {
        const incoming = Array.from(
          { length: into.sources.nodes },
          (_, i) => into.firstLink + node * into.sources.nodes + i,
        );
        const outgoing = Array.from(
          { length: from.targets.nodes },
          (_, i) => from.firstLink + i * from.sources.nodes + node,
        );
        expect(incoming.filter((link) => levels[link] !== 0)).toEqual([]);
        expect(outgoing.filter((link) => levels[link] !== 0)).toEqual([]);
      }
    }
  });
});

describe('buckets', () => {
  it('hold every drawn link exactly once, in the bucket of its level and sign', () => {
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
