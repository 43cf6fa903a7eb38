/** Back from tokens to strokes. */

import { DROP, FIRST_STEP } from '../net/pen/description.ts';
import { placesOf } from '../net/pen/places.ts';
import { type Frame, fromSteps } from './frame.ts';

/**
 * The strokes that a legal sequence of tokens draws; READ, WRITE, digits, ASK and END draw nothing.
 * @param frame the frame of the drawing whose unit is wanted; null: steps
 * @param first only what this token and later ones draw is wanted, from where the pen then is
 */
export function strokesOfTokens(ids: Uint8Array, frame: Frame | null, first = 0): [x: number, y: number][][] {
  const { x, y, up, known } = placesOf(ids);
  const inks = (position: number) => known[position] === 1 && up[position] === 0;
  const continues = first > 0 && first < ids.length && inks(first - 1) && ids[first] >= FIRST_STEP;
  const strokes: [x: number, y: number][][] = [];
  for (let position = continues ? first - 1 : first; position < ids.length; position++) {
    if (!inks(position)) continue;
    if (strokes.length === 0 || ids[position] === DROP) strokes.push([]);
    const place: [number, number] = [x[position], y[position]];
    strokes[strokes.length - 1].push(frame === null ? place : fromSteps(...place, frame));
  }
  return strokes;
}
