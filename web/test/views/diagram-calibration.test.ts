import { describe, expect, it } from 'vitest';
import { createAveraged } from '../../src/explain/averaged.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { HALF_STRENGTH, levelOf } from '../../src/views/diagram/scale.ts';
import { forEachGoldenDrawing } from '../explain/golden-drawings.ts';

describe('the scale, with the published weights and the project’s own digits', () => {
  const averagedOf = createAveraged();
  /** The levels of all digits' links by stage, smallest first. */
  const levels: Record<string, number[]> = { conv1: [], conv2: [], fc1: [], output: [], 'output as computed': [] };
  const add = (key: string, contributions: Float64Array, half: number): void => {
    for (const contribution of contributions) levels[key].push(Math.abs(levelOf(contribution, half)));
  };
  let digits = 0;
  forEachGoldenDrawing(({ digit, contributions }) => {
    if (digit === null) return;
    digits++;
    const { links } = averagedOf(contributions);
    for (const { name } of STAGES) add(name, links[name], HALF_STRENGTH[name]);
    add('output as computed', contributions.links.output, HALF_STRENGTH.output);
  });
  for (const key in levels) levels[key].sort((a, b) => a - b);

  it.each(Object.keys(levels))('makes the strongest links of %s look strong, and none reach the end', (key) => {
    expect(digits).toBeGreaterThan(50);
    const ordered = levels[key];
    const highest = ordered[Math.floor(0.99 * (ordered.length - 1))];
    expect(highest, `change HALF_STRENGTH of ${key}`).toBeGreaterThanOrEqual(12);
    expect(highest, `change HALF_STRENGTH of ${key}`).toBeLessThanOrEqual(13);
    expect(ordered[ordered.length - 1], 'the end of the scale is out of reach').toBeLessThan(15);
  });
});
