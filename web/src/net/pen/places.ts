/** Where the pen is after every token of a sequence. */

import { DIRECTION_X, DIRECTION_Y, DROP, FIRST_PLACE, FIRST_STEP, LIFT, PLACE_CELLS } from './description.ts';

/** One entry a token. */
export interface Places {
  /** In steps of the frame, to the right; 0 where the place is not known. */
  readonly x: Float64Array;
  /** The same, downwards. */
  readonly y: Float64Array;
  /** 1 while the pen is lifted. */
  readonly up: Uint8Array;
  /** 1 where the token leaves the pen at a place: from the second `AT` to the last movement. */
  readonly known: Uint8Array;
}

/** Follows a legal sequence of tokens; nothing is known after its movements. */
export function placesOf(ids: Uint8Array): Places {
  const places: Places = {
    x: new Float64Array(ids.length),
    y: new Float64Array(ids.length),
    up: new Uint8Array(ids.length),
    known: new Uint8Array(ids.length),
  };
  let told = 0;
  let x = 0;
  let y = 0;
  let up = 0;
  for (let position = 0; position < ids.length; position++) {
    const token = ids[position];
    if (token >= FIRST_STEP) {
      x += DIRECTION_X[token - FIRST_STEP];
      y += DIRECTION_Y[token - FIRST_STEP];
    } else if (token >= FIRST_PLACE) {
      if (told === 0) x = token - FIRST_PLACE;
      else y = token - FIRST_PLACE;
      told++;
    } else if (token === LIFT || token === DROP) {
      up = token === LIFT ? 1 : 0;
    }
    if (told < 2 || !isMovement(token)) continue;
    places.x[position] = x;
    places.y[position] = y;
    places.up[position] = up;
    places.known[position] = 1;
  }
  return places;
}

/** The row of the network's table of places for a coordinate in steps. */
export function placeCell(coordinate: number): number {
  return nearestWhole(coordinate, PLACE_CELLS.first, PLACE_CELLS.last) - PLACE_CELLS.first;
}

/** The whole number nearest to a value, halves rounded up, kept from `least` to `most`. */
export function nearestWhole(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.floor(value + 0.5), least), most);
}

/** Whether a token belongs to what is drawn. */
export function isMovement(token: number): boolean {
  return token === LIFT || token === DROP || token >= FIRST_PLACE;
}
