/** What the painter needs of a trace, in memory that is used again and again. */

import { attentionRow } from '../../../explain/pen/attention.ts';
import { legalAt, nextAt } from '../../../explain/pen/next.ts';
import { CONTEXT, SIZES, VOCABULARY } from '../../../net/pen/description.ts';
import type { PenTrace } from '../../../net/pen/trace.ts';
import { ROW_STARTS, ROWS, vectorsOf } from './rows.ts';
import type { Shown } from './targets.ts';

/** How many tokens there are, which is shown; then ids, the rows' numbers, what comes next, and where the token looked. */
export type PackedToken = ArrayBuffer;
/** How many tokens there are, in two bytes; then a byte for each weight of (layer, head, query, key), `CONTEXT` a row. */
export type PackedMatrices = ArrayBuffer;

const HEAD = 2;
const IDS = HEAD;
const NUMBERS = IDS + CONTEXT;
const NEXT = NUMBERS + ROW_STARTS[ROWS.length];
const ATTENTION = NEXT + VOCABULARY.length;
const LENGTH = ATTENTION + CONTEXT;

/** The shown token's numbers, unpacked. */
export interface TokenNumbers {
  readonly ids: Uint8Array;
  readonly token: number;
  /** A row's units, by its number in `ROWS`. */
  row(index: number): Float32Array;
  /** The tokens that may come next. */
  readonly legal: readonly number[];
  /** (token of the vocabulary), summing to 1 over the legal ones. */
  readonly next: Float32Array;
  /** (key), of the chosen head, or the difference of two. */
  readonly attention: Float32Array;
}

export function createTokenPacker(): (trace: PenTrace, shown: Shown) => PackedToken {
  const memory = new Float32Array(LENGTH);
  return (trace, shown) => {
    const { ids, token, heads } = shown;
    memory.fill(0);
    memory.set([ids.length, token]);
    memory.set(ids, IDS);
    ROWS.forEach((row, index) => {
      const { units } = row;
      memory.set(vectorsOf(trace, row).subarray(token * units, (token + 1) * units), NUMBERS + ROW_STARTS[index]);
    });
    memory.set(nextAt(trace, token), NEXT);
    memory.set(attentionRow(trace, heads, token), ATTENTION);
    return memory.buffer;
  };
}

export function unpackToken(packed: PackedToken): TokenNumbers {
  const memory = new Float32Array(packed);
  const [count, token] = memory;
  const ids = Uint8Array.from(memory.subarray(IDS, IDS + count));
  return {
    ids,
    token,
    row: (index) => memory.subarray(NUMBERS + ROW_STARTS[index], NUMBERS + ROW_STARTS[index + 1]),
    legal: legalAt(ids, token),
    next: memory.subarray(NEXT, NEXT + VOCABULARY.length),
    attention: memory.subarray(ATTENTION, ATTENTION + token + 1),
  };
}

const COUNT_BYTES = 2;
const MATRICES = SIZES.layers * SIZES.heads;

/**
 * Shades of the heads' weights: the square root of each, of 255, since most are small. What a sequence shares with the one
 * before is shaded already.
 */
export function createMatrixPacker(): (trace: PenTrace) => PackedMatrices {
  const memory = new Uint8Array(COUNT_BYTES + MATRICES * CONTEXT * CONTEXT);
  let known: Uint8Array = new Uint8Array(0);
  return ({ ids, layers }) => {
    let shared = 0;
    while (shared < Math.min(known.length, ids.length) && known[shared] === ids[shared]) shared++;
    known = ids;
    memory[0] = ids.length;
    for (let matrix = 0; matrix < MATRICES; matrix++) {
      const { attention } = layers[Math.trunc(matrix / SIZES.heads)];
      const head = matrix % SIZES.heads;
      for (let query = shared; query < ids.length; query++) {
        const from = (head * CONTEXT + query) * CONTEXT;
        const to = COUNT_BYTES + (matrix * CONTEXT + query) * CONTEXT;
        for (let key = 0; key <= query; key++) memory[to + key] = 255 * Math.sqrt(attention[from + key]) + 0.5;
      }
    }
    return memory.buffer;
  };
}

export interface Matrices {
  readonly count: number;
  /** A shade from 0 to 255. */
  shade(matrix: number, query: number, key: number): number;
}

export function unpackMatrices(packed: PackedMatrices): Matrices {
  const memory = new Uint8Array(packed);
  return {
    count: memory[0],
    shade: (matrix, query, key) => memory[COUNT_BYTES + (matrix * CONTEXT + query) * CONTEXT + key],
  };
}
