/**
 * The golden moments: strokes in any unit, the points that the page keeps of them, and what the network reads after every point.
 * An independent implementation computed them in fractions and in float64, as tests/golden/README.md says. The Python package's
 * `read_over_time` is tested against the same file.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verdictOn, verdictRuleOf } from '../src/explain/verdict.ts';
import { createRasterizer } from '../src/ink/raster.ts';
import { fromStrokes } from '../src/ink/strokes.ts';
import { loadWeights } from '../src/net/cnn/weights.ts';
import { NETWORKS } from './networks.ts';
import { largestDifference, toStrokes } from './support.ts';

interface GoldenMoments {
  readonly name: string;
  readonly placed?: boolean;
  readonly strokes: unknown;
  readonly kept: readonly number[][][];
  /** After 1, 2, … points. */
  readonly probabilities: readonly number[][];
  /** Likewise; null where rounding may decide. */
  readonly verdicts: readonly (string | null)[];
}

const project = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));
const cases: GoldenMoments[] = project('tests/golden/moments.jsonl')
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const { weights, metadata } = loadWeights(project('src/inkspect/pretrained/weights.safetensors'));
const drawingOf = ({ strokes, placed = false }: GoldenMoments) => fromStrokes(strokes, { placed });

/** Relative to the largest of the ten. */
const TOLERANCE = 1e-5;

describe.each(cases.map((one) => [one.name, one] as const))('of the golden moments, %s', (_, golden) => {
  it('has these kept points, timed from the first', () => {
    expect(toStrokes(drawingOf(golden))).toEqual(golden.kept);
  });

  it.each(NETWORKS)('is read like this after every point, in %s', (_name, createNetwork) => {
    const network = createNetwork(weights);
    const rasterize = createRasterizer();
    const drawing = drawingOf(golden);
    expect(drawing.points).toBe(golden.probabilities.length);
    golden.probabilities.forEach((expected, index) => {
      const input = rasterize({ ...drawing, points: index + 1 });
      const { probabilities } = network.forward(input ?? new Float32Array(784));
      const difference = largestDifference(probabilities, expected) / Math.max(...expected);
      expect(difference, `after ${index + 1} points`).toBeLessThanOrEqual(TOLERANCE);
      const verdict = golden.verdicts[index];
      if (verdict !== null) expect(verdictOn(probabilities, verdictRuleOf(metadata))).toBe(verdict);
    });
  });
});
