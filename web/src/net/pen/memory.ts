/** What the pen's network computes in: as much as a context needs, reused for every pass. */

import { CONTEXT, SIZES, VOCABULARY } from './description.ts';
import type { AttentionRows, Rows } from './operations.ts';
import type { PenLayerTrace, PenTrace } from './trace.ts';

export interface LayerMemory {
  readonly before: Float64Array;
  readonly normalized1: Rows;
  readonly queries: Rows;
  /** Keys and values of earlier tokens stay, so that a token more needs no other's. */
  readonly keys: Rows;
  readonly values: Rows;
  readonly attention: AttentionRows;
  readonly heads: Rows;
  readonly attended: Rows;
  readonly middle: Rows;
  readonly normalized2: Rows;
  readonly preactivations: Rows;
  readonly activations: Rows;
  readonly fedForward: Rows;
  readonly after: Rows;
}

export interface PenMemory {
  /** The residual stream, (token, width); every layer adds to it. */
  readonly stream: Float64Array;
  readonly layers: readonly LayerMemory[];
  readonly normalized: Rows;
  readonly logits: Rows;
  /** One value a token of the vocabulary, as the biases. */
  readonly powers: Float64Array;
  /** The logits have none: zeros. */
  readonly noBias: Float32Array;
}

/** Memory for passes that are kept in a trace. */
export function createPenMemory(trace: PenTrace): PenMemory {
  const { width, feedForward } = SIZES;
  const stream = exactRows(width);
  const shared = {
    normalized: exactRows(width),
    queries: exactRows(width),
    heads: exactRows(width),
    added: exactRows(width),
    preactivations: exactRows(feedForward),
    activations: exactRows(feedForward),
    weights: new Float64Array(CONTEXT),
  };
  const layerIn = (kept: PenLayerTrace): LayerMemory => ({
    before: stream,
    normalized1: { exact: shared.normalized, kept: kept.normalized1 },
    queries: { exact: shared.queries, kept: kept.queries },
    keys: { exact: exactRows(width), kept: kept.keys },
    values: { exact: exactRows(width), kept: kept.values },
    attention: { scores: kept.scores, attention: kept.attention, weights: shared.weights },
    heads: { exact: shared.heads, kept: kept.heads },
    attended: { exact: shared.added, kept: kept.attended },
    middle: { exact: stream, kept: kept.middle },
    normalized2: { exact: shared.normalized, kept: kept.normalized2 },
    preactivations: { exact: shared.preactivations, kept: kept.preactivations },
    activations: { exact: shared.activations, kept: kept.activations },
    fedForward: { exact: shared.added, kept: kept.fedForward },
    after: { exact: stream, kept: kept.after },
  });
  return {
    stream,
    layers: trace.layers.map(layerIn),
    normalized: { exact: shared.normalized, kept: trace.normalized },
    logits: { exact: exactRows(VOCABULARY.length), kept: trace.logits },
    powers: new Float64Array(VOCABULARY.length),
    noBias: new Float32Array(VOCABULARY.length),
  };
}

function exactRows(values: number): Float64Array {
  return new Float64Array(CONTEXT * values);
}
