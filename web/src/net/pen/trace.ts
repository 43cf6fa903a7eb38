/**
 * Everything that one forward pass of the pen's network computes, by name. All arrays have room for a whole context; only
 * what belongs to the sequence's tokens is filled in. Units of all heads lie side by side: head h's are the `headUnits` from
 * h · headUnits on.
 */

import { CONTEXT, SIZES, VOCABULARY } from './description.ts';

/** How the tokens became vectors, each (token, width). */
export interface EmbeddingTrace {
  /** The row of each token. */
  readonly token: Float32Array;
  /** The row of each position. */
  readonly position: Float32Array;
  /** Of the pen's place, the row along x plus that along y plus, while it is up, the vector for that; 0 without a place. */
  readonly place: Float32Array;
  /** Of all three: the residual stream that the first layer gets. */
  readonly sum: Float32Array;
}

export interface PenLayerTrace {
  /** (token, width), the residual stream that comes in; the layer before, or the embedding, has the same array. */
  readonly before: Float32Array;
  /** (token, width), the attention's inputs, after `norm1`. */
  readonly normalized1: Float32Array;
  /** (token, width). */
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** (head, query, key), query · key / √headUnits, a row of `CONTEXT` each; −∞ for keys later than the query, which it doesn't see. */
  readonly scores: Float32Array;
  /** (head, query, key), the softmax of each query's scores; 0 for later keys. */
  readonly attention: Float32Array;
  /** (token, width), every head's values, weighted by its attention. */
  readonly heads: Float32Array;
  /** (token, width), what attention adds: the heads' outputs through `output`. */
  readonly attended: Float32Array;
  /** (token, width), the residual stream with it. */
  readonly middle: Float32Array;
  /** (token, width), the feed-forward part's inputs, after `norm2`. */
  readonly normalized2: Float32Array;
  /** (token, feed-forward unit), through `up`, before ReLU. */
  readonly preactivations: Float32Array;
  /** (token, feed-forward unit), after ReLU. */
  readonly activations: Float32Array;
  /** (token, width), what the feed-forward part adds: the activations through `down`. */
  readonly fedForward: Float32Array;
  /** (token, width), the residual stream with it. */
  readonly after: Float32Array;
}

/**
 * One forward pass. A network writes every pass into the same arrays: they are valid until its next one, which returns a new
 * trace around them.
 */
export interface PenTrace {
  readonly ids: Uint8Array;
  readonly embedding: EmbeddingTrace;
  readonly layers: readonly PenLayerTrace[];
  /** (token, width), the last residual stream after `norm`. */
  readonly normalized: Float32Array;
  /** (token, token of the vocabulary), of what follows each token: products with the tokens' embeddings. */
  readonly logits: Float32Array;
  /** (token, token of the vocabulary), the softmax of the logits. */
  readonly probabilities: Float32Array;
}

/** A trace of no tokens, in arrays of zeros. */
export function emptyPenTrace(allocate = (length: number) => new Float32Array(length)): PenTrace {
  const { width } = SIZES;
  const tokenRows = (values: number) => allocate(CONTEXT * values);
  const embedding = {
    token: tokenRows(width),
    position: tokenRows(width),
    place: tokenRows(width),
    sum: tokenRows(width),
  };
  const layers: PenLayerTrace[] = [];
  for (let layer = 0; layer < SIZES.layers; layer++) {
    layers.push(emptyLayerTrace(tokenRows, layer === 0 ? embedding.sum : layers[layer - 1].after));
  }
  return {
    ids: new Uint8Array(0),
    embedding,
    layers,
    normalized: tokenRows(width),
    logits: tokenRows(VOCABULARY.length),
    probabilities: tokenRows(VOCABULARY.length),
  };
}

function emptyLayerTrace(tokenRows: (values: number) => Float32Array, before: Float32Array): PenLayerTrace {
  const { width, feedForward, heads } = SIZES;
  return {
    before,
    normalized1: tokenRows(width),
    queries: tokenRows(width),
    keys: tokenRows(width),
    values: tokenRows(width),
    scores: tokenRows(heads * CONTEXT).fill(Number.NEGATIVE_INFINITY),
    attention: tokenRows(heads * CONTEXT),
    heads: tokenRows(width),
    attended: tokenRows(width),
    middle: tokenRows(width),
    normalized2: tokenRows(width),
    preactivations: tokenRows(feedForward),
    activations: tokenRows(feedForward),
    fedForward: tokenRows(width),
    after: tokenRows(width),
  };
}
