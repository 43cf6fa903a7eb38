/** Back from tokens to strokes. */

import { DROP, FIRST_STEP } from '../net/pen/description.ts';
import { placesOf } from '../net/pen/places.ts';
import { type Frame, fromSteps } from './frame.ts';

/** Where the pen is after a token, which has left ink there. */
export interface InkedPlace {
  readonly x: number;
  readonly y: number;
  /** The token's, in its sequence. */
  readonly position: number;
}

/**
 * The strokes that a legal sequence of tokens draws; READ, WRITE, digits, ASK and END draw nothing.
 * @param frame the frame of the drawing whose unit is wanted; null: steps
 * @param first only what this token and later ones draw is wanted, from where the pen then is
 */
export function inkOfTokens(ids: Uint8Array, frame: Frame | null, first = 0): InkedPlace[][] {
  const { x, y, up, known } = placesOf(ids);
  const inks = (position: number) => known[position] === 1 && up[position] === 0;
  const strokes: InkedPlace[][] = [];
  for (let position = goesOn(ids, first) && inks(first - 1) ? first - 1 : first; position < ids.length; position++) {
    if (!inks(position)) continue;
    if (strokes.length === 0 || ids[position] === DROP) strokes.push([]);
    const [inkX, inkY] = frame === null ? [x[position], y[position]] : fromSteps(x[position], y[position], frame);
    strokes[strokes.length - 1].push({ x: inkX, y: inkY, position });
  }
  return strokes;
}

/** Whether the token at a position takes the pen on from where it is, instead of lifting it or ending. */
export function goesOn(ids: Uint8Array, position: number): boolean {
  return position > 0 && position < ids.length && ids[position] >= FIRST_STEP;
}
