/** The pen's tokens, and the sizes of its network, from their only description, `pen.json`. */

import description from '#pen';

const { signs, digits: DIGITS } = description.vocabulary;
const { steps: STEPS } = description.frame;

/** Every token's name, by id: the signs, `0` … `9`, `AT 0` … `AT 14`, `STEP 0` … `STEP 15`. */
export const VOCABULARY: readonly string[] = [
  ...signs,
  ...Array.from({ length: DIGITS }, (_, digit) => String(digit)),
  ...Array.from({ length: STEPS + 1 }, (_, place) => `AT ${place}`),
  ...description.directions.map((_, direction) => `STEP ${direction}`),
];

/** Tokens by their ids; a digit, place or direction is added to the first of its kind. */
export const READ = idOf('READ');
export const WRITE = idOf('WRITE');
export const ASK = idOf('ASK');
export const END = idOf('END');
export const LIFT = idOf('LIFT');
export const DROP = idOf('DROP');
export const FIRST_DIGIT = idOf('0');
export const FIRST_PLACE = idOf('AT 0');
export const FIRST_STEP = idOf('STEP 0');

/** The longer side of a drawing's frame, in steps; its centre is at half of it, both ways. */
export const FRAME_STEPS = STEPS;
/** A point at least this far from the pen, in steps, makes the pen take a step. */
export const REACH = description.reach;
/** Unit vectors by direction, clockwise on the screen from the right. */
export const DIRECTION_X = Float64Array.from(description.directions, ([x]) => x);
export const DIRECTION_Y = Float64Array.from(description.directions, ([, y]) => y);
export const DIRECTIONS = description.directions.length;

/** The most tokens that the network reads at once. */
export const CONTEXT = description.context;

/** The places that the network tells apart, on either axis. */
const [firstCell, lastCell] = description.place_cells;
export const PLACE_CELLS = { first: firstCell, last: lastCell, count: lastCell - firstCell + 1 } as const;

/** The residual stream's width, the heads of a layer and the units of each, the units of a layer's feed-forward part. */
export interface PenSizes {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly headUnits: number;
  readonly feedForward: number;
  /** What a normalization adds to the variance. */
  readonly epsilon: number;
}

const { width, layers, heads, feed_forward: feedForward, epsilon } = description.network;
export const SIZES: PenSizes = { width, layers, heads, headUnits: width / heads, feedForward, epsilon };

function idOf(name: string): number {
  const id = VOCABULARY.indexOf(name);
  if (id < 0) throw new Error(`pen.json has no token ${name}.`);
  return id;
}
