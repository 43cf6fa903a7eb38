/** Pen networks to test with, sequences to run them on, and their numbers as Python names and lays them out. */

import fc from 'fast-check';
import {
  ASK,
  CONTEXT,
  DROP,
  END,
  FIRST_DIGIT,
  FIRST_PLACE,
  FIRST_STEP,
  LIFT,
  READ,
  SIZES,
  VOCABULARY,
} from '../src/net/pen/description.ts';
import type { PenNetwork } from '../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../src/net/pen/plain.ts';
import type { EmbeddingTrace, PenLayerTrace, PenTrace } from '../src/net/pen/trace.ts';
import { startPenKernels } from '../src/net/pen/wasm/kernels.ts';
import { createKernelPenNetwork } from '../src/net/pen/wasm/network.ts';
import { type PenWeights, penShapes, penWeightsOf } from '../src/net/pen/weights.ts';
import { product, randomNumbers } from './support.ts';

/** Every way to compute the pen's network, by name. */
export const PEN_NETWORKS: readonly (readonly [string, (weights: PenWeights) => PenNetwork])[] = [
  ['plain TypeScript', createPlainPenNetwork],
  ['WebAssembly', (weights) => createKernelPenNetwork(started(startPenKernels()), weights)],
];

function started<Kernels>(kernels: Kernels | null): Kernels {
  if (kernels === null) throw new Error('The kernels do not start.');
  return kernels;
}

/** Made-up parameters, larger than learned ones, so that every one matters. */
export function randomPenTensors(seed: number): Record<string, Float32Array> {
  const random = randomNumbers(seed);
  return Object.fromEntries(
    Object.entries(penShapes).map(([name, shape]) => {
      const center = name.includes('norm') && name.endsWith('.weight') ? 1 : 0;
      return [name, Float32Array.from({ length: product(shape) }, () => center + 1.2 * (random() - 0.5))];
    }),
  );
}

export function randomPenWeights(seed: number): PenWeights {
  return penWeightsOf(randomPenTensors(seed));
}

/** Legal drawings that are read, and asked for their digit or not; up to a whole context. */
export const anySequence: fc.Arbitrary<Uint8Array> = fc
  .record({
    at: fc.tuple(fc.nat(14), fc.nat(14)),
    // 16: lifting, or putting down
    movements: fc.array(fc.nat(16), { maxLength: CONTEXT - 7 }),
    digit: fc.option(fc.nat(9)),
  })
  .map(({ at, movements, digit }) => {
    const ids = [READ, ...at.map((place) => FIRST_PLACE + place)];
    let up = false;
    for (const movement of movements) {
      if (movement === 16) up = !up;
      ids.push(movement < 16 ? FIRST_STEP + movement : up ? LIFT : DROP);
    }
    if (digit === null) return Uint8Array.from(ids);
    return Uint8Array.from([...ids, ...(up ? [DROP] : []), ASK, FIRST_DIGIT + digit, END]);
  });

/** A trace's numbers by the names of Python's `PenTrace.by_name()`, in the order of its shapes. */
export function numbersOf(trace: PenTrace): Record<string, number[]> {
  const count = trace.ids.length;
  const { width, feedForward } = SIZES;
  const byToken = (values: Float32Array, units: number) => Array.from(values.subarray(0, count * units));
  const named: Record<string, number[]> = {};
  for (const part of ['token', 'position', 'place', 'sum'] satisfies (keyof EmbeddingTrace)[])
    named[`embedding.${part}`] = byToken(trace.embedding[part], width);
  trace.layers.forEach((layer, index) => {
    const name = (part: keyof PenLayerTrace) =>
      `layer${index + 1}.${part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    for (const part of ['before', 'normalized1', 'attended', 'middle', 'normalized2', 'fedForward', 'after'] as const)
      named[name(part)] = byToken(layer[part], width);
    for (const part of ['preactivations', 'activations'] as const)
      named[name(part)] = byToken(layer[part], feedForward);
    for (const part of ['queries', 'keys', 'values', 'heads'] as const) named[name(part)] = byHead(layer[part], count);
    for (const part of ['scores', 'attention'] as const) named[name(part)] = matrices(layer[part], count);
  });
  named.normalized = byToken(trace.normalized, width);
  named.logits = byToken(trace.logits, VOCABULARY.length);
  named.probabilities = byToken(trace.probabilities, VOCABULARY.length);
  return named;
}

/** (token, head · unit) → (head, token, unit) */
function byHead(values: Float32Array, count: number): number[] {
  const { heads, headUnits, width } = SIZES;
  return range(heads).flatMap((head) =>
    range(count).flatMap((token) => range(headUnits).map((unit) => values[token * width + head * headUnits + unit])),
  );
}

/** (head, query, key), out of rows of a whole context. */
function matrices(values: Float32Array, count: number): number[] {
  return range(SIZES.heads).flatMap((head) =>
    range(count).flatMap((query) => range(count).map((key) => values[(head * CONTEXT + query) * CONTEXT + key])),
  );
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
