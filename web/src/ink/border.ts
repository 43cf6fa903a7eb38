/**
 * The pad's border, at which strokes are cut: ink that can't be seen doesn't count. The Python package's `data/pad.py`
 * does the same; the golden cuts keep the two in step.
 */

import { PAD_SIDE, type Point } from './drawing.ts';

const AXES = ['x', 'y'] as const;

/** Whether a place in pad units lies on the pad, border included. */
export function isOnPad({ x, y }: Point): boolean {
  return Math.min(x, y) >= 0 && Math.max(x, y) <= PAD_SIDE;
}

/**
 * Where the segment between two places crosses the border, inwards and outwards: x and y rounded to pad units, t not
 * rounded. An end on the border is not a crossing, nor is a corner that is only touched.
 */
export function crossings(from: Point, to: Point): Point[] {
  const fromOnPad = isOnPad(from);
  const toOnPad = isOnPad(to);
  if (fromOnPad && toOnPad) return [];
  let entry = 0;
  let exit = 1;
  for (const axis of AXES) {
    // If this overflows, the border's shares are 0 and nothing is left of the segment.
    const length = to[axis] - from[axis];
    const shares = [0, PAD_SIDE].map((border) => (border - from[axis]) / length);
    if (length !== 0) {
      entry = Math.max(entry, Math.min(...shares));
      exit = Math.min(exit, Math.max(...shares));
    } else if (from[axis] < 0 || from[axis] > PAD_SIDE) return [];
  }
  const passes = entry < exit || fromOnPad || toOnPad;
  return passes ? [entry, exit].filter((share) => share > 0 && share < 1).map((share) => between(from, to, share)) : [];
}

/**
 * Cuts strokes, in whole pad units and ms, as the pad does: points on the pad are kept, points outside are dropped,
 * crossings are added, and a new stroke begins wherever one comes back. A stroke that never touches the pad is dropped.
 */
export function cutToPad(strokes: readonly (readonly Point[])[]): Point[][] {
  const kept: Point[][] = [];
  for (const stroke of strokes) {
    let open: Point[] | null = null;
    stroke.forEach((point, i) => {
      const onPad = isOnPad(point);
      const places = i > 0 ? crossings(stroke[i - 1], point).map(({ x, y, t }) => ({ x, y, t: Math.round(t) })) : [];
      if (onPad) places.push(point);
      for (const place of places) {
        if (open === null) {
          open = [];
          kept.push(open);
        }
        open.push(place);
      }
      if (!onPad) open = null;
    });
  }
  return kept;
}

/** The place at this share of the way. */
function between(from: Point, to: Point, share: number): Point {
  const along = (start: number, end: number) => start + (end - start) * share;
  const onPad = (units: number) => Math.min(PAD_SIDE, Math.max(0, Math.round(units)));
  return { x: onPad(along(from.x, to.x)), y: onPad(along(from.y, to.y)), t: along(from.t, to.t) };
}
