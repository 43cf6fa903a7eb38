import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { trailTo } from '../../src/explain/trail.ts';
import { type Part, readPart, writePart } from '../../src/explain/unit.ts';
import { numbersOf } from '../../src/explain/values.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { everyPart } from '../parts.ts';
import { randomInput, randomWeights } from '../support.ts';

const weights = randomWeights(11);
const trace = createPlainNetwork(weights).forward(randomInput(12, 0.2));
const contributions = createContributions()(trace, weights);
const at = (text: string): Part => readPart(text) ?? { layer: 'picture' };
const trail = (text: string, digit: number | null, before: readonly Part[] = [], drawn = true) =>
  trailTo(at(text), digit, before, drawn ? contributions : null).map(writePart);

/** The source that contributes most to a target. */
function strongest(links: Float64Array, sources: number, target: number): number {
  const into = [...links.subarray(target * sources, (target + 1) * sources)];
  return into.indexOf(Math.max(...into));
}

describe('the way from a digit to a part', () => {
  const group = strongest(contributions.links.output, 16, 3);
  const map2 = strongest(contributions.links.fc1, 16, group);

  it('passes the strongest source of each layer', () => {
    expect(trail('pool2.12.2.3', 3)).toEqual(['logit.3', `group.${group}`, 'map2.12', 'pool2.12.2.3']);
    expect(trail('map1.2', 3)).toEqual(['logit.3', `group.${group}`, `map2.${map2}`, 'map1.2']);
    expect(trail('input.1.1', 3).slice(-2)).toEqual(['picture', 'input.1.1']);
    expect(trail('input.1.1', 3)).toHaveLength(6);
  });

  it('keeps the way that one has come, but not one from another digit', () => {
    const before = trail('group.9', 3).map(at);
    expect(trail('map2.12', 3, before)).toEqual(['logit.3', 'group.9', 'map2.12']);
    expect(trail('map2.12', 4, before)[1]).not.toBe('group.9');
  });

  it('ends at an output, and at a link after its target', () => {
    expect(trail('logit.3', 3)).toEqual(['logit.3']);
    expect(trail('probability.3', 3)).toEqual(['logit.3', 'probability.3']);
    expect(trail('link.output.4.3', 3)).toEqual(['logit.3', 'link.output.4.3']);
    expect(trail('link.conv2.5.12', 3)).toEqual(['logit.3', `group.${group}`, 'map2.12', 'link.conv2.5.12']);
  });

  it('is the part alone without a digit, and skips what nothing tells while nothing is drawn', () => {
    expect(trail('pool2.12.2.3', null)).toEqual(['map2.12', 'pool2.12.2.3']);
    expect(trail('map1.2', 3, [], false)).toEqual(['logit.3', 'map1.2']);
  });
});

describe('the numbers of a part', () => {
  it('are one to five, all finite, for every part', () => {
    for (const part of everyPart()) {
      const values = numbersOf(part, trace, contributions);
      expect(values.length).toBeGreaterThanOrEqual(1);
      expect(values.length).toBeLessThanOrEqual(5);
      for (const { value } of values) expect(value).not.toBeNaN();
    }
  });

  it('are those of the trace and the contributions', () => {
    const first = (text: string) => numbersOf(at(text), trace, contributions)[0].value;
    expect(first('input.2.3')).toBe(trace.input[59]);
    expect(first('conv1.3.10.11')).toBe(trace.conv1.activations[3 * 576 + 251]);
    expect(first('pool2.12.2.3')).toBe(trace.conv2.pooled[12 * 25 + 13]);
    expect(first('fc1.17')).toBe(trace.fc1.activations[17]);
    expect(first('map2.12')).toBe(contributions.sums.conv2[12]);
    expect(first('group.4')).toBe(contributions.sums.fc1[4]);
    expect(first('logit.3')).toBe(trace.logits[3]);
    expect(first('probability.3')).toBe(trace.probabilities[3]);
    expect(first('link.conv2.5.12')).toBe(contributions.links.conv2[12 * 8 + 5]);
  });
});
