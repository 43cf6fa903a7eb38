/** The pen's network in plain TypeScript: plain data, and functions beside it. */

import { CONTEXT, SIZES, VOCABULARY } from './description.ts';
import { embed } from './embedding.ts';
import { createPenMemory, type LayerMemory, type PenMemory } from './memory.ts';
import { addRows, attend, multiplyRows, normalizeRows, rectifyRows, softmaxRows } from './operations.ts';
import { emptyPenTrace, type PenTrace } from './trace.ts';
import type { LinearWeights, PenLayerWeights, PenWeights } from './weights.ts';

/** A network with its parameters, and the memory that it computes in. */
export interface PenNetwork {
  readonly weights: PenWeights;
  readonly memory: PenMemory;
  /** From the last residual stream to the logits. */
  readonly unembedding: LinearWeights;
  /** Of the last pass. */
  trace: PenTrace;
}

export function createPenNetwork(weights: PenWeights): PenNetwork {
  const trace = emptyPenTrace();
  const unembedding = { weight: weights.token, bias: new Float32Array(VOCABULARY.length) };
  return { weights, memory: createPenMemory(trace), unembedding, trace };
}

/**
 * Runs the network on a legal sequence of tokens, and keeps everything that it computes. What the sequence shares at its
 * start with the one before is known already: a token more costs one token. Each call returns a new trace, so that passes can
 * be told apart by identity, but writes into the same arrays.
 * @throws RangeError if there is no token, or are more than a context, or if one is not in the vocabulary
 */
export function tracePen(network: PenNetwork, ids: Uint8Array): PenTrace {
  checkIds(ids);
  const { weights, memory, unembedding } = network;
  const from = sharedStart(network.trace.ids, ids);
  const to = ids.length;
  network.trace = { ...network.trace, ids: ids.slice() };
  if (from === to) return network.trace;
  embed(weights, network.trace, memory.embedded, from);
  for (let layer = 0; layer < memory.layers.length; layer++) {
    runLayer(weights.layers[layer], memory.layers[layer], from, to);
  }
  const { stream, normalized, logits, powers } = memory;
  normalizeRows(weights.norm, SIZES.epsilon, stream, normalized, from, to);
  multiplyRows(unembedding, normalized.exact, logits, from, to);
  softmaxRows(logits.exact, powers, network.trace.probabilities, VOCABULARY.length, from, to);
  return network.trace;
}

/**
 * The logits (token of the vocabulary) of what follows a sequence, in float64; a view that is valid until the network's next
 * pass. Throws as `tracePen` does.
 */
export function logitsAfter(network: PenNetwork, ids: Uint8Array): Float64Array {
  tracePen(network, ids);
  const first = (ids.length - 1) * VOCABULARY.length;
  return network.memory.logits.exact.subarray(first, first + VOCABULARY.length);
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

function checkIds(ids: Uint8Array): void {
  if (ids.length === 0 || ids.length > CONTEXT)
    throw new RangeError(`The pen's network reads 1 to ${CONTEXT} tokens, not ${ids.length}.`);
  const unknown = ids.find((id) => id >= VOCABULARY.length);
  if (unknown !== undefined) throw new RangeError(`There is no token ${unknown}.`);
}

/** How many tokens two sequences have in common at their start. */
function sharedStart(one: Uint8Array, other: Uint8Array): number {
  const shorter = Math.min(one.length, other.length);
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared++;
  return shared;
}
