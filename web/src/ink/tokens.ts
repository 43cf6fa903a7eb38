/** A drawing at a moment as the pen's network reads it. */

import { CONTEXT, FIRST_DIGIT, FIRST_PLACE, FRAME_STEPS, READ, WRITE } from '../net/pen/description.ts';
import { nearestWhole } from '../net/pen/places.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, frameOf } from './frame.ts';
import { movementAt, placeAfter, type Walk, walkAlong } from './walk.ts';

export interface Tokens {
  /** READ, or WRITE and a digit, then the movements; only that if nothing is drawn. */
  readonly ids: Uint8Array;
  /** How many of the drawing's first movements do not fit the context. */
  readonly leftOut: number;
  /** The frame that the movements are measured in. */
  readonly frame: Frame;
}

/** READ, ASK and the digit must fit the context, too. */
const ROOM = CONTEXT - 3;

/**
 * A drawing's tokens in its own frame, to be read, or as the beginning of a digit that is to be written. READ, movements, ASK
 * and a digit must fit the context. Of a longer drawing the newest movements are kept, after the rounded place where they
 * begin: the first one, with the pen down, from which all that is left fits.
 * @param digit the digit to be written; null: READ
 */
export function tokensOf(drawing: Drawing, digit: number | null = null): Tokens {
  const frame = frameOf(drawing);
  const start = digit === null ? [READ] : [WRITE, FIRST_DIGIT + digit];
  const walk = walkAlong(drawing, frame);
  if (walk.count <= ROOM) return { ids: Uint8Array.from([...start, ...since(walk, 0)]), leftOut: 0, frame };
  // The last of the movements left out, two places being told anew.
  let last = walk.count - ROOM + 1;
  while (placeAfter(walk, last).up) last++;
  const { x, y } = placeAfter(walk, last);
  const at = [x, y].map((value) => FIRST_PLACE + nearestWhole(value, 0, FRAME_STEPS));
  return { ids: Uint8Array.from([...start, ...at, ...since(walk, last + 1)]), leftOut: last - 1, frame };
}

function since(walk: Walk, first: number): number[] {
  return Array.from({ length: walk.count - first }, (_, index) => movementAt(walk, first + index));
}
