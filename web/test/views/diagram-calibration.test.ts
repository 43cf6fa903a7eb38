import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { loadWeights } from '../../src/net/cnn/weights.ts';
import { HALF_STRENGTH, levelOf } from '../../src/views/diagram/scale.ts';

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);

describe('the scale, with the published weights and the project’s own digits', () => {
  const { weights } = loadWeights(new Uint8Array(readFileSync(at('src/inkspect/pretrained/weights.safetensors'))));
  const network = createPlainNetwork(weights);
  const explain = createContributions();
  const rasterize = createRasterizer();
  const digits = readFileSync(at('tests/golden/drawings.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ label }) => /^\d$/.test(label ?? ''));

  it.each(STAGES)('lets few links into $name stand out, and most recede', (stage) => {
    expect(digits.length).toBeGreaterThan(50);
    const half = HALF_STRENGTH[stage.name];
    const levels = digits.flatMap(({ strokes }) => {
      const input = rasterize(fromStrokes(strokes));
      if (input === null) throw new Error('a digit without ink');
      const carried = explain(network.forward(input), weights).links[stage.name];
      return Array.from(carried, (contribution) => Math.abs(levelOf(contribution, half)));
    });
    const strong = levels.filter((level) => level >= 8).length / levels.length;
    expect(strong, `links beyond ${half}: change HALF_STRENGTH.${stage.name}`).toBeGreaterThan(0.003);
    expect(strong, `links beyond ${half}: change HALF_STRENGTH.${stage.name}`).toBeLessThan(0.15);
    expect(Math.max(...levels), 'the end of the scale is out of reach').toBeLessThan(15);
  });
});
