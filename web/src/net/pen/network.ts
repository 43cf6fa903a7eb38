/** The pen's network, however it is computed. */

import { CONTEXT, VOCABULARY } from './description.ts';
import type { PenTrace } from './trace.ts';
import type { PenWeights } from './weights.ts';

/** A network with its parameters. All implementations give the same numbers; other weights make another network. */
export interface PenNetwork {
  readonly weights: PenWeights;
  /** Of the last pass. */
  trace: PenTrace;
  /** Computes all that belongs to a trace's tokens from `from` on; the numbers of those before are there. */
  readonly compute: (trace: PenTrace, from: number) => void;
}

/**
 * Runs the network on a legal sequence of tokens, and keeps everything that it computes. What the sequence shares at its
 * start with the one before is known already: a token more costs one token. Each call returns a new trace, so that passes can
 * be told apart by identity, but writes into the same arrays.
 * @throws RangeError if there is no token, or are more than a context, or if one is not in the vocabulary
 */
export function tracePen(network: PenNetwork, ids: Uint8Array): PenTrace {
  checkIds(ids);
  const known = sharedStart(network.trace.ids, ids);
  network.trace = { ...network.trace, ids: ids.slice() };
  if (known < ids.length) network.compute(network.trace, known);
  return network.trace;
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
