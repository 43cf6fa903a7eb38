/** What is painted on the ink, in one piece of memory, which a message copies soonest. */

import { attentionRow } from '../../../explain/pen/attention.ts';
import { nextAt } from '../../../explain/pen/next.ts';
import { fromSteps } from '../../../ink/frame.ts';
import { CONTEXT, VOCABULARY } from '../../../net/pen/description.ts';
import { type PenAsking, shownToken } from '../../../state/pen-asking.ts';
import type { PenReading } from '../../../state/pen-reading.ts';

/** Whether the pen is at a place after a token, and whether it is then lifted. */
export const NOWHERE = 0;
export const DOWN = 1;
export const UP = 2;

/** How many tokens there are, the one looked at, what followed it or NONE, and 1 for the difference of two heads. */
const HEAD = 4;
export const NONE = -1;
/** Of each token: x and y in pad units, where the pen is, and the attention that it gets. */
const PER_TOKEN = 4;
const NEXT = HEAD + PER_TOKEN * CONTEXT;

export type PackedInk = ArrayBuffer;

/** The same, read. */
export interface ShownInk {
  readonly count: number;
  readonly token: number;
  readonly followed: number;
  readonly isDifference: boolean;
  x(token: number): number;
  y(token: number): number;
  pen(token: number): number;
  weight(token: number): number;
  /** The probability of a token of the vocabulary to come next; 0 for what may not come. */
  next(id: number): number;
}

/** Always into the same memory: the next overwrites it. Null packs nothing. */
export function createInkPacker(): (reading: PenReading | null, asking: PenAsking) => PackedInk {
  const packed = new Float32Array(NEXT + VOCABULARY.length);
  return (reading, asking) => {
    packed.fill(0);
    packed[2] = NONE;
    if (reading === null || reading.probabilities === null) return packed.buffer;
    const { tokens, places, trace } = reading;
    const { ids, frame } = tokens;
    const token = shownToken(asking, tokens);
    packed[0] = ids.length;
    packed[1] = token;
    packed[2] = token + 1 < ids.length ? ids[token + 1] : NONE;
    packed[3] = asking.heads.against === null ? 0 : 1;
    const weights = attentionRow(trace, asking.heads, token);
    for (let i = 0; i < ids.length; i++) {
      const at = HEAD + PER_TOKEN * i;
      const [x, y] = fromSteps(places.x[i], places.y[i], frame);
      packed[at] = x;
      packed[at + 1] = y;
      packed[at + 2] = places.known[i] === 0 ? NOWHERE : places.up[i] === 1 ? UP : DOWN;
      packed[at + 3] = weights[i] ?? 0;
    }
    if (token < ids.length) packed.set(nextAt(trace, token), NEXT);
    return packed.buffer;
  };
}

export function unpackInk(memory: PackedInk): ShownInk {
  const packed = new Float32Array(memory);
  const of = (token: number, value: number): number => packed[HEAD + PER_TOKEN * token + value];
  return {
    count: packed[0],
    token: packed[1],
    followed: packed[2],
    isDifference: packed[3] === 1,
    x: (token) => of(token, 0),
    y: (token) => of(token, 1),
    pen: (token) => of(token, 2),
    weight: (token) => of(token, 3),
    next: (id) => packed[NEXT + id],
  };
}
