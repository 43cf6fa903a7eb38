import type { Drawing } from './drawing.ts';

/** The bounding box of points, in pad units. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The bounding box of no points. */
export const NO_BOX: Box = {
  left: Number.POSITIVE_INFINITY,
  top: Number.POSITIVE_INFINITY,
  right: Number.NEGATIVE_INFINITY,
  bottom: Number.NEGATIVE_INFINITY,
};

/** The box extended to the drawing's points from `from` up to, but not including, `to`. */
export function widened({ left, top, right, bottom }: Box, drawing: Drawing, from: number, to: number): Box {
  const { x, y } = drawing.columns;
  for (let point = from; point < to; point++) {
    left = Math.min(left, x[point]);
    top = Math.min(top, y[point]);
    right = Math.max(right, x[point]);
    bottom = Math.max(bottom, y[point]);
  }
  return { left, top, right, bottom };
}

/** Along one axis, how far a place is from what reaches from `least` to `most`. */
export function distanceOutside(least: number, most: number, place: number): number {
  return place < least ? least - place : place > most ? place - most : 0;
}
