/**
 * The pad's border, at which strokes are cut: ink that can't be seen counts for nothing. The twin of the Python package's
 * `data/pad.py`; the golden cuts hold both together.
 */

import { PAD_SIDE, type Point } from './drawing.ts';

const AXES = ['x', 'y'] as const;

/** Whether a place in pad units lies on the pad; its border belongs to it. */
export function isOnPad({ x, y }: Point): boolean {
  return Math.min(x, y) >= 0 && Math.max(x, y) <= PAD_SIDE;
}

/**
 * Where the straight way between two places crosses the border, from outside in and from inside out: x and y rounded to
 * pad units, t not rounded. An end that lies on the border is no crossing, nor is a corner that is only touched.
 */
export function crossings(from: Point, to: Point): Point[] {
  const fromOnPad = isOnPad(from);
  const toOnPad = isOnPad(to);
  if (fromOnPad && toOnPad) return [];
  let entry = 0;
  let exit = 1;
  for (const axis of AXES) {
    // Where this overflows, the border's shares are 0, and nothing is left of the way.
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
 * Strokes of whole pad units and ms as the pad keeps them: places on it stay, those outside go, crossings come in between,
 * and where a stroke comes back another one begins. A stroke that never touches the pad leaves none.
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

/** The place a share of the way along. */
function between(from: Point, to: Point, share: number): Point {
  const along = (start: number, end: number) => start + (end - start) * share;
  const onPad = (units: number) => Math.min(PAD_SIDE, Math.max(0, Math.round(units)));
  return { x: onPad(along(from.x, to.x)), y: onPad(along(from.y, to.y)), t: along(from.t, to.t) };
}
