/** What may follow a token, and how probably: of every number about it on the page, the one rule. */

import { VOCABULARY } from '../../net/pen/description.ts';
import { legalAfter } from '../../net/pen/grammar.ts';
import type { PenTrace } from '../../net/pen/trace.ts';

/** The tokens that may follow one of a sequence's, in order of ids; none after END. */
export function legalAt(ids: Uint8Array, token: number): readonly number[] {
  return legalAfter(ids.subarray(0, token + 1));
}

/** Of each token of the vocabulary whether it is masked after a token, since it may not follow; where nothing may, none is. */
export function maskAt(ids: Uint8Array, token: number): readonly boolean[] {
  const legal = legalAt(ids, token);
  return VOCABULARY.map((_, id) => legal.length > 0 && !legal.includes(id));
}

/** (token of the vocabulary) the softmax of the logits of what may follow a token; the others are masked: 0. */
export function nextAt({ ids, logits }: Pick<PenTrace, 'ids' | 'logits'>, token: number): Float64Array {
  const next = new Float64Array(VOCABULARY.length);
  const mask = maskAt(ids, token);
  const legal = [...next.keys()].filter((id) => !mask[id]);
  const first = token * VOCABULARY.length;
  const largest = Math.max(...legal.map((id) => logits[first + id]));
  let total = 0;
  for (const id of legal) total += next[id] = Math.exp(logits[first + id] - largest);
  for (const id of legal) next[id] /= total;
  return next;
}
