/** Where a token looked. */

import { CONTEXT } from '../../net/pen/description.ts';
import type { PenTrace } from '../../net/pen/trace.ts';

/** One head, or its difference from another of its layer. */
export interface AttentionOf {
  readonly layer: number;
  readonly head: number;
  readonly against: number | null;
}

/** (key, up to the token itself), summing to 1; the difference of two heads, to 0. */
export function attentionRow(trace: PenTrace, { layer, head, against }: AttentionOf, token: number): Float64Array {
  const { attention } = trace.layers[layer];
  const rowOf = (of: number) => {
    const first = (of * CONTEXT + token) * CONTEXT;
    return attention.subarray(first, first + token + 1);
  };
  const row = Float64Array.from(rowOf(head));
  if (against === null) return row;
  const other = rowOf(against);
  return row.map((weight, key) => weight - other[key]);
}
