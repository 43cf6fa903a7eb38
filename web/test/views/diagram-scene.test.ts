import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contributions, createContributions } from '../../src/explain/contributions.ts';
import { runnerUp, type Verdict } from '../../src/explain/reading.ts';
import { LINK_COUNT, type Maps, STAGES } from '../../src/explain/topology.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { HALF_INK, HALF_STRENGTH, inkOf, levelOf } from '../../src/views/diagram/scale.ts';
import {
  blankScene,
  bucketsOf,
  createScenes,
  EMPHASIS,
  nodesOnTrace,
  unpackScene,
} from '../../src/views/diagram/scene.ts';
import { randomInput, randomWeights } from '../support.ts';

/** A scene of its own memory. */
function sceneOf(trace: Trace, { links }: Contributions, maps: Maps, digit = 0, verdict: Verdict = 'digit') {
  return unpackScene(createScenes()(trace, links, null, maps, { verdict, digit, probabilities: trace.probabilities }));
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
    expect([pooled.second, convolved.second], 'only of an unsure reading').toEqual([null, null]);
    const unsure = sceneOf(trace, contributions, 'pooled', 2, 'unsure');
    expect([unsure.digit, unsure.second]).toEqual([2, runnerUp(trace.probabilities, 2)]);
  });

  it('draws the trace in full ink and the rest faint, or all links alike', () => {
    const { trace, contributions } = explained(4);
    const onTrace = new Uint8Array(LINK_COUNT);
    onTrace.set([1, 0, 1], STAGES[2].firstLink);
    const reading = { verdict: 'digit', digit: 2, probabilities: trace.probabilities } as const;
    const told = unpackScene(createScenes()(trace, contributions.links, { onTrace }, 'pooled', reading));
    expect([...told.emphasis]).toEqual([...onTrace].map((on) => (on ? EMPHASIS.traced : EMPHASIS.faint)));
    expect(new Set(sceneOf(trace, contributions, 'pooled').emphasis)).toEqual(new Set([EMPHASIS.alike]));
    const nodes = nodesOnTrace(told.emphasis);
    const [, , conv2, fc1] = STAGES.map(({ sources }) => sources);
    const expected = [conv2.firstNode, conv2.firstNode + 2, fc1.firstNode];
    expect([...nodes.keys()].filter((node) => nodes[node])).toEqual(expected);
    expect(nodesOnTrace(sceneOf(trace, contributions, 'pooled').emphasis).includes(true)).toBe(false);
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
      return scenes(trace, contributions.links, null, maps, reading);
    };
    const [first, second] = [make(1, 'pooled'), make(2, 'pooled')];
    expect(second).toBe(first);
    expect(second.byteLength).toBe(10 * 4 + 2 * 552 + 784 + 1152 + 400 + 64 + 4);
    expect(unpackScene(structuredClone(second)), 'a copy tells the same').toEqual(unpackScene(second));
  });

  it('of nothing drawn has no link, no ink and no number', () => {
    const scene = unpackScene(blankScene('convolved'));
    expect(bucketsOf(scene.levels, scene.emphasis)).toEqual([]);
    expect(Object.values(scene.pictures).every(({ ink }) => ink.every((value) => value === 0))).toBe(true);
    expect([scene.probabilities, scene.digit, scene.second, scene.verdict]).toEqual([null, null, null, 'empty']);
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
  const levels = fc.array(fc.integer({ min: -15, max: 15 }), { minLength: LINK_COUNT, maxLength: LINK_COUNT });
  const emphases = fc.array(fc.constantFrom(...Object.values(EMPHASIS)), {
    minLength: LINK_COUNT,
    maxLength: LINK_COUNT,
  });

  it('hold every drawn link exactly once, in the bucket of its level, sign and ink', () => {
    fc.assert(
      fc.property(levels, emphases, (ofLinks, ofEmphases) => {
        const [drawn, emphasis] = [Int8Array.from(ofLinks), Uint8Array.from(ofEmphases)];
        const buckets = bucketsOf(drawn, emphasis);
        for (const { level, full, links } of buckets) {
          for (const link of links) expect([drawn[link], emphasis[link] !== EMPHASIS.faint]).toEqual([level, full]);
        }
        const looks = buckets.map(({ level, full }) => `${level} ${full}`);
        expect(new Set(looks).size).toBe(looks.length);
        const all = buckets.flatMap(({ links }) => links).sort((a, b) => a - b);
        expect(all).toEqual([...drawn.keys()].filter((link) => drawn[link] !== 0));
      }),
      { numRuns: 20 },
    );
  });

  it('come faint ones first, then weakest first, so that the trace and its strong links lie in front', () => {
    const { faint, traced, alike } = EMPHASIS;
    const drawn = Int8Array.of(5, -15, 0, 1, -1, 15, -6);
    const order = (emphasis: number[]) =>
      bucketsOf(drawn, Uint8Array.from(emphasis)).map(({ level, full }) => (full ? level : `faint ${level}`));
    expect(order(Array(7).fill(alike))).toEqual([-1, 1, 5, -6, -15, 15]);
    expect(order([traced, faint, faint, traced, faint, faint, traced])).toEqual([
      'faint -1',
      'faint -15',
      'faint 15',
      1,
      5,
      -6,
    ]);
  });
});
