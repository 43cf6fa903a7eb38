/** Where the numbers that are asked about stand in a trace. */

import { CONTEXT, SIZES, VOCABULARY } from '../../net/pen/description.ts';
import type { PenTrace } from '../../net/pen/trace.ts';
import { nextAt } from './next.ts';
import type { PenPart } from './parts.ts';

/** Parts by what they are numbered with. */
export type OfToken = Exclude<Extract<PenPart, { unit: number }>, { layer: number }>;
export type OfLayer = Extract<PenPart, { layer: number; unit: number }>;
export type OfHead = Extract<PenPart, { key: number }>;
export type OfNext = Extract<PenPart, { next: number }>;

/** The arrays of a layer, by the quantity of which each has one vector a token. */
const BY_LAYER = {
  normalized1: 'normalized1',
  query: 'queries',
  key: 'keys',
  value: 'values',
  head: 'heads',
  attended: 'attended',
  middle: 'middle',
  normalized2: 'normalized2',
  preactivation: 'preactivations',
  activation: 'activations',
  fedForward: 'fedForward',
  after: 'after',
} as const;

/** Whether the part's token, which may be of a longer sequence, is in the trace's. */
export function isInTrace({ ids }: Pick<PenTrace, 'ids'>, part: PenPart): boolean {
  return part.token < ids.length && (!('key' in part) || part.key < ids.length);
}

/** Whether it is the attention to a later token, which the query does not see. */
export function isMasked(part: PenPart): boolean {
  return 'key' in part && part.key > part.token;
}

/** The part's number; what is masked has −∞ as its score, and 0 as its attention or probability. */
export function penValue(trace: PenTrace, part: PenPart): number {
  const { width, feedForward } = SIZES;
  switch (part.quantity) {
    case 'embedding':
      return trace.embedding.sum[part.token * width + part.unit];
    case 'normalized':
      return trace.normalized[part.token * width + part.unit];
    case 'score':
    case 'attention': {
      if (isMasked(part)) return part.quantity === 'score' ? Number.NEGATIVE_INFINITY : 0;
      const { scores, attention } = trace.layers[part.layer];
      return (part.quantity === 'score' ? scores : attention)[(part.head * CONTEXT + part.token) * CONTEXT + part.key];
    }
    case 'logit':
      return trace.logits[part.token * VOCABULARY.length + part.next];
    case 'probability':
      return nextAt(trace, part.token)[part.next];
    case 'preactivation':
    case 'activation':
      return trace.layers[part.layer][BY_LAYER[part.quantity]][part.token * feedForward + part.unit];
    default:
      return trace.layers[part.layer][BY_LAYER[part.quantity]][part.token * width + part.unit];
  }
}

/** What comes into a layer: the embedding, or what the layer before has left. */
export function streamBefore(layer: number, token: number, unit: number): PenPart {
  return layer === 0 ? { quantity: 'embedding', token, unit } : { quantity: 'after', layer: layer - 1, token, unit };
}

/** The head that a unit of queries, keys, values or heads' outputs belongs to; heads lie side by side. */
export function headOf(unit: number): number {
  return Math.trunc(unit / SIZES.headUnits);
}

export function listOf<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
