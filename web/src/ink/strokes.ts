/** Strokes as people write them down – lists of [x, y] or [x, y, t] – into drawings. */

import {
  appendPoint,
  beginStroke,
  DEFAULT_STEP_MS,
  type Drawing,
  emptyDrawing,
  MAX_COORDINATE,
  MAX_POINTS,
  MIN_COORDINATE,
  PAD_SIDE,
} from './drawing.ts';

/** The longer side of strokes fitted into the pad, as a share of the pad's side. */
const FITTED_SHARE = 0.6;

/**
 * A drawing of the given strokes: a list of strokes, each a list of points `[x, y]` or `[x, y, t]` in any unit, x to the
 * right, y downwards, t in ms. They are scaled so that their longer side is 60 % of the pad's and centred; with `placed`
 * they are in pad units already. Coordinates are rounded, points never thinned; strokes without points are passed over.
 * A point without t comes 10 ms after the one before; times count from the first point, and where they would run
 * backwards, that point and all after it are moved later.
 *
 * @throws Error one clear line: what is wrong, and where.
 */
export function fromStrokes(strokes: unknown, { placed = false }: { placed?: boolean } = {}): Drawing {
  const lists = checkedStrokes(strokes);
  const place = placed ? placedPoint : fitIntoPad(lists.flat());
  let drawing = emptyDrawing();
  let first = 0;
  let last = 0;
  let delay = 0;
  for (const list of lists) {
    list.forEach(([rawX, rawY, rawT], position) => {
      const index = drawing.points;
      if (index === 0) first = rawT ?? 0;
      let time = rawT === undefined ? last + (index === 0 ? 0 : DEFAULT_STEP_MS) : Math.round(rawT - first) + delay;
      if (time < last) {
        delay += last - time;
        time = last;
      }
      last = time;
      const [x, y] = place(rawX, rawY);
      const point = { x, y, t: time };
      drawing = position === 0 ? beginStroke(drawing, point) : appendPoint(drawing, point);
    });
  }
  return drawing;
}

type RawPoint = readonly [x: number, y: number, t?: number];

function checkedStrokes(strokes: unknown): RawPoint[][] {
  if (!Array.isArray(strokes)) throw new Error(`Strokes must be a list of strokes, not ${describe(strokes)}.`);
  let points = 0;
  const lists: RawPoint[][] = [];
  for (let s = 0; s < strokes.length; s++) {
    const stroke: unknown = strokes[s];
    if (!Array.isArray(stroke)) throw new Error(`strokes[${s}] must be a list of points, not ${describe(stroke)}.`);
    points += stroke.length;
    if (points > MAX_POINTS) throw new Error(`A drawing holds at most ${MAX_POINTS} points; these strokes have more.`);
    lists.push(Array.from(stroke, (point: unknown, p) => checkedPoint(point, `strokes[${s}][${p}]`)));
  }
  if (points === 0) throw new Error('The strokes have no points.');
  return lists;
}

function checkedPoint(point: unknown, where: string): RawPoint {
  if (!Array.isArray(point) || (point.length !== 2 && point.length !== 3)) {
    throw new Error(`${where} must be [x, y] or [x, y, t], not ${describe(point)}.`);
  }
  const numbers: unknown[] = point;
  for (const [i, name] of ['x', 'y', 't'].slice(0, numbers.length).entries()) {
    if (!Number.isFinite(numbers[i]))
      throw new Error(`${where}: ${name} must be a finite number, not ${describe(numbers[i])}.`);
  }
  return numbers as unknown as RawPoint;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null || value === undefined || typeof value === 'number') return String(value);
  return `a value of type ${typeof value}`;
}

type Placing = (x: number, y: number) => [x: number, y: number];

function placedPoint(x: number, y: number): [number, number] {
  const place = [Math.round(x), Math.round(y)] as [number, number];
  if (Math.min(...place) < MIN_COORDINATE || Math.max(...place) > MAX_COORDINATE) {
    throw new Error(
      `The point [${x}, ${y}] lies outside ${MIN_COORDINATE}…${MAX_COORDINATE} pad units (the pad is 0…${PAD_SIDE}).`,
    );
  }
  return place;
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
  // Halved first: the sides of a box of finite corners may overflow.
  const halfSide = Math.max(right / 2 - left / 2, bottom / 2 - top / 2);
  const centerX = left / 2 + right / 2;
  const centerY = top / 2 + bottom / 2;
  const fittedSide = PAD_SIDE * FITTED_SHARE;
  const scaled = (value: number, center: number) => {
    const share = halfSide > 0 ? (value / 2 - center / 2) / halfSide : 0;
    return Math.round(PAD_SIDE / 2 + share * fittedSide);
  };
  return (x, y) => [scaled(x, centerX), scaled(y, centerY)];
}
