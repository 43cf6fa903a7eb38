/** The published network, for tests of what the page says about it. */

import { readFileSync } from 'node:fs';
import { type Reading, readingOf } from '../src/explain/reading.ts';
import { verdictRuleOf } from '../src/explain/verdict.ts';
import type { Drawing } from '../src/ink/drawing.ts';
import { createRasterizer } from '../src/ink/raster.ts';
import { createPlainNetwork } from '../src/net/cnn/plain.ts';
import type { Trace } from '../src/net/cnn/trace.ts';
import { loadWeights } from '../src/net/cnn/weights.ts';

const FILE = new URL('../../src/inkspect/pretrained/weights.safetensors', import.meta.url);

export const { weights, metadata } = loadWeights(readFileSync(FILE));
export const network = createPlainNetwork(weights);
const rule = verdictRuleOf(metadata);

/** The input of a moment of the drawing; by default of all of it. */
export function inputAt(drawing: Drawing, points = drawing.points): Float32Array {
  const input = createRasterizer()({ ...drawing, points });
  if (input === null) throw new Error('Nothing is drawn.');
  return input;
}

/** Everything computed from a moment of the drawing. */
export function traceAt(drawing: Drawing, points = drawing.points): Trace {
  return network.forward(inputAt(drawing, points));
}

/** What is read at a moment of the drawing. */
export function readingAt(drawing: Drawing, points = drawing.points): Reading {
  const { verdict, digit, probabilities } = readingOf(traceAt(drawing, points).probabilities, rule);
  return { verdict, digit, probabilities: probabilities && Float32Array.from(probabilities) };
}

/** What is read after every point. */
export function readingsOf(drawing: Drawing): Reading[] {
  return Array.from({ length: drawing.points }, (_, i) => readingAt(drawing, i + 1));
}

/** The digits that are read with the verdict `digit`, in their order, each change once. */
export function firmDigits(drawing: Drawing): (number | null)[] {
  return readingsOf(drawing)
    .filter(({ verdict }) => verdict === 'digit')
    .map(({ digit }) => digit)
    .filter((digit, i, all) => digit !== all[i - 1]);
}
