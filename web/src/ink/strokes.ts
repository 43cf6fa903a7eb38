/** Makes drawings from strokes as people write them: lists of [x, y] or [x, y, t]. */

import { cutToPad } from './border.ts';
import {
  appendPoint,
  beginStroke,
  DEFAULT_STEP_MS,
  type Drawing,
  emptyDrawing,
  MAX_POINTS,
  PAD_SIDE,
  toPadUnits,
} from './drawing.ts';

/** Strokes of more points than a drawing holds. */
export class TooManyPoints extends RangeError {}
/** Placed strokes that the pad's border leaves nothing of. */
export class OffPad extends RangeError {}

/** The longer side of strokes fitted to the pad, as a share of the pad's side. */
export const FITTED_SHARE = 0.6;

/**
 * A drawing of the given strokes: a list of strokes, each a list of points `[x, y]` or `[x, y, t]` in any unit, x to the
 * right, y downwards, t in ms. They are centred and scaled so that their longer side is 60 % of the pad's; with the
 * option `placed: true` they are in pad units already, and are cut at the pad's border. Coordinates are rounded, points
 * never thinned; strokes without points are skipped. A point without t comes 10 ms after the previous one. Times count
 * from the first point kept; a time that would run backwards is delayed, along with all after it.
 *
 * @throws TypeError | RangeError one clear line: what is wrong, and where.
 */
export function fromStrokes(strokes: unknown, options: unknown = {}): Drawing {
  const placed = isPlaced(options);
  const lists = checkedStrokes(strokes);
  const place = placed ? placedPoint : fitIntoPad(lists.flat());
  const kept = cutToPad(timed(lists).map((list) => list.map(([x, y, t]) => ({ ...place(x, y), t }))));
  if (kept.length === 0) throw new OffPad(`No part of the strokes lies on the pad, 0…${PAD_SIDE} pad units.`);
  checkCount(kept);
  const start = kept[0][0].t;
  // Beyond it, milliseconds are no longer told apart.
  if (!(lastOf(lastOf(kept)).t - start <= Number.MAX_SAFE_INTEGER))
    throw new RangeError('The times of the strokes are too far apart to be kept in ms.');
  let drawing = emptyDrawing();
  for (const list of kept) {
    list.forEach(({ x, y, t }, position) => {
      const point = { x, y, t: t - start };
      drawing = position === 0 ? beginStroke(drawing, point) : appendPoint(drawing, point);
    });
  }
  return drawing;
}

function lastOf<Item>(items: readonly Item[]): Item {
  return items[items.length - 1];
}

/** The strokes with times in whole ms since the first point, never running backwards. */
function timed(strokes: readonly RawPoint[][]): Required<RawPoint>[][] {
  const first = strokes.flat()[0][2] ?? 0;
  let last: number | null = null;
  let delay = 0;
  return strokes.map((stroke) =>
    stroke.map(([x, y, t]) => {
      const given = t === undefined ? (last ?? -DEFAULT_STEP_MS) + DEFAULT_STEP_MS : Math.round(t - first) + delay;
      const time = Math.max(last ?? given, given);
      delay += time - given;
      last = time;
      return [x, y, time];
    }),
  );
}

function isPlaced(options: unknown): boolean {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`Options must be an object, such as { placed: true }, not ${describe(options)}.`);
  const placed = 'placed' in options ? options.placed : undefined;
  if (placed === undefined || typeof placed === 'boolean') return placed ?? false;
  throw new TypeError(`placed must be true or false, not ${describe(placed)}.`);
}

type RawPoint = readonly [x: number, y: number, t?: number];

function checkedStrokes(strokes: unknown): RawPoint[][] {
  if (!Array.isArray(strokes)) throw new TypeError(`Strokes must be a list of strokes, not ${describe(strokes)}.`);
  // Not `map`, which skips holes.
  const lists = Array.from(strokes, (stroke: unknown, s): unknown[] => {
    if (!Array.isArray(stroke)) throw new TypeError(`strokes[${s}] must be a list of points, not ${describe(stroke)}.`);
    return stroke;
  });
  if (checkCount(lists) === 0) throw new RangeError('The strokes have no points.');
  return lists.map((stroke, s) =>
    Array.from(stroke, (point: unknown, p) => checkedPoint(point, `strokes[${s}][${p}]`)),
  );
}

function checkCount(strokes: readonly (readonly unknown[])[]): number {
  const points = strokes.reduce((total, { length }) => total + length, 0);
  if (points > MAX_POINTS)
    throw new TooManyPoints(`A drawing holds at most ${MAX_POINTS} points; these strokes have more.`);
  return points;
}

function checkedPoint(point: unknown, where: string): RawPoint {
  if (!Array.isArray(point) || (point.length !== 2 && point.length !== 3)) {
    throw new TypeError(`${where} must be [x, y] or [x, y, t], not ${describe(point)}.`);
  }
  const numbers: unknown[] = point;
  for (const [i, name] of ['x', 'y', 't'].slice(0, numbers.length).entries()) {
    if (!Number.isFinite(numbers[i]))
      throw new TypeError(`${where}: ${name} must be a finite number, not ${describe(numbers[i])}.`);
  }
  return numbers as unknown as RawPoint;
}

/** A value in an error's line: what it is, as far as that is short. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  return `a value of type ${typeof value}`;
}

type Placing = (x: number, y: number) => { x: number; y: number };

function placedPoint(x: number, y: number) {
  return { x: toPadUnits(x), y: toPadUnits(y) };
}

function fitIntoPad(points: readonly RawPoint[]): Placing {
  let [left, top] = points[0];
  let [right, bottom] = points[0];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  // Halved first: the sides of a box with finite corners may overflow.
  const halfSide = Math.max(right / 2 - left / 2, bottom / 2 - top / 2);
  const centerX = left / 2 + right / 2;
  const centerY = top / 2 + bottom / 2;
  const fittedSide = PAD_SIDE * FITTED_SHARE;
  const scaled = (value: number, center: number) => {
    const share = halfSide > 0 ? (value / 2 - center / 2) / halfSide : 0;
    return Math.round(PAD_SIDE / 2 + share * fittedSide);
  };
  return (x, y) => ({ x: scaled(x, centerX), y: scaled(y, centerY) });
}
