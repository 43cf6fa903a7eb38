/** The pen's network in plain TypeScript and float64, of which float32 is kept: plain data, and functions beside it. */

import { SIZES, VOCABULARY } from './description.ts';
import { embed } from './embedding.ts';
import { createPenMemory, type LayerMemory, type PenMemory } from './memory.ts';
import { type PenNetwork, tracePen } from './network.ts';
import { addRows, attend, multiplyRows, normalizeRows, rectifyRows, softmaxRows } from './operations.ts';
import { emptyPenTrace, type PenTrace } from './trace.ts';
import type { PenLayerWeights, PenWeights } from './weights.ts';

/** A network that can write: its logits are known in float64. */
export interface ExactPenNetwork extends PenNetwork {
  readonly memory: PenMemory;
}

export function createPlainPenNetwork(weights: PenWeights): ExactPenNetwork {
  const trace = emptyPenTrace();
  const memory = createPenMemory(trace);
  return { weights, trace, memory, compute: (next, from) => runPlain(weights, memory, next, from) };
}

/**
 * The logits (token of the vocabulary) of what follows a sequence, in float64; a view that is valid until the network's next
 * pass. Throws as `tracePen` does.
 */
export function logitsAfter(network: ExactPenNetwork, ids: Uint8Array): Float64Array {
  tracePen(network, ids);
  const first = (ids.length - 1) * VOCABULARY.length;
  return network.memory.logits.exact.subarray(first, first + VOCABULARY.length);
}

function runPlain(weights: PenWeights, memory: PenMemory, trace: PenTrace, from: number): void {
  const { stream, normalized, logits, powers } = memory;
  const to = trace.ids.length;
  embed(weights, trace, stream, from);
  for (let layer = 0; layer < memory.layers.length; layer++) {
    runLayer(weights.layers[layer], memory.layers[layer], from, to);
  }
  normalizeRows(weights.norm, SIZES.epsilon, stream, normalized, from, to);
  multiplyRows({ weight: weights.token, bias: memory.noBias }, normalized.exact, logits, from, to);
  softmaxRows(logits.exact, powers, trace.probabilities, VOCABULARY.length, from, to);
}

/** middle = before + attention(norm1(before)); after = middle + down(relu(up(norm2(middle)))) */
function runLayer(weights: PenLayerWeights, memory: LayerMemory, from: number, to: number): void {
  const { width, heads, headUnits, feedForward, epsilon } = SIZES;
  const { queries, keys, values, middle, after } = memory;
  normalizeRows(weights.norm1, epsilon, memory.before, memory.normalized1, from, to);
  multiplyRows(weights.query, memory.normalized1.exact, queries, from, to);
  multiplyRows(weights.key, memory.normalized1.exact, keys, from, to);
  multiplyRows(weights.value, memory.normalized1.exact, values, from, to);
  attend(queries.exact, keys.exact, values.exact, memory.attention, memory.heads, heads, headUnits, from, to);
  multiplyRows(weights.output, memory.heads.exact, memory.attended, from, to);
  addRows(memory.attended.exact, middle, width, from, to);
  normalizeRows(weights.norm2, epsilon, middle.exact, memory.normalized2, from, to);
  multiplyRows(weights.up, memory.normalized2.exact, memory.preactivations, from, to);
  rectifyRows(memory.preactivations.exact, memory.activations, feedForward, from, to);
  multiplyRows(weights.down, memory.activations.exact, memory.fedForward, from, to);
  addRows(memory.fedForward.exact, after, width, from, to);
}
