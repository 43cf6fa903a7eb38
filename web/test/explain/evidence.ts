/** Evidence for tests of explanations: of the golden drawings by the published network, and of random ones. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import type { Evidence, Provenance, WeightedSum } from '../../src/explain/provenance/description.ts';
import { writePart } from '../../src/explain/unit.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { loadWeights, type Weights } from '../../src/net/cnn/weights.ts';

const project = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url));

export const { weights: publishedWeights } = loadWeights(project('src/inkspect/pretrained/weights.safetensors'));

/** The inputs that the golden drawings give. */
export function goldenInputs(): Float32Array[] {
  const rasterize = createRasterizer();
  const lines = project('tests/golden/drawings.jsonl').toString('utf8').trim().split('\n');
  return lines.map((line) => {
    const input = rasterize(fromStrokes(JSON.parse(line).strokes, { placed: true }));
    if (input === null) throw new Error('A golden drawing is empty.');
    return Float32Array.from(input);
  });
}

/** Explains inputs by a network of these weights; each call overwrites the arrays of the one before. */
export function createEvidence(weights: Weights): (input: Float32Array) => Evidence {
  const network = createPlainNetwork(weights);
  const contributionsOf = createContributions();
  return (input) => {
    const trace = network.forward(input);
    return { trace, weights, contributions: contributionsOf(trace, weights) };
  };
}

export function expectSum(provenance: Provenance): WeightedSum {
  if (provenance.kind !== 'sum') throw new Error(`${writePart(provenance.part)} is not a sum`);
  return provenance;
}

export function magnitudeOf(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
}

export function total(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

export function expectNear(value: number, expected: number, tolerance: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance);
}
