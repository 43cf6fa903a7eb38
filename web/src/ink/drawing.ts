/**
 * A drawing as its kept points. The points lie in append-only columns that a drawing shares with its own earlier and
 * later moments, so a moment is just a number of kept points. Appending is O(1), and so is going back.
 */

import description from '#architecture';

/** The pad's side in pad units. */
export const PAD_SIDE = 4096;
/** How wide the pen draws on the pad, in pad units: about as wide as in the network's input, where it is 2.3 cells of a digit's 20. */
export const PEN_WIDTH = description.pad.pen_width;
/** A drawing never holds more points than this. */
export const MAX_POINTS = 20_000;
/** A point without a time is taken to come this long after the previous one, in ms. */
export const DEFAULT_STEP_MS = 10;

/** Storage shared by the moments of a drawing. Only this module writes to it; read only up to a drawing's `points`. */
export interface Columns {
  /** Pad units, x to the right; no point lies outside the pad, 0…4096. */
  x: Float64Array;
  /** Pad units, y downwards. */
  y: Float64Array;
  /** Milliseconds since the drawing's first point, never decreasing. */
  t: Float64Array;
  /** The index of each point's stroke, from 0; a stroke begins where it changes. */
  stroke: Int32Array;
  /** How many points are filled in; more than a drawing's `points` if later moments exist. */
  length: number;
}

/** A moment of a drawing. Immutable by convention; compare drawings by identity. */
export interface Drawing {
  readonly columns: Columns;
  /** How many points are kept at this moment. */
  readonly points: number;
  /** The clock's reading at t = 0, in ms; null for a drawing that was not made by a pointer. */
  readonly startedAt: number | null;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly t: number;
}

const FIRST_CAPACITY = 256;

/** Rounds a coordinate to whole pad units; never to -0. */
export function toPadUnits(coordinate: number): number {
  return Math.round(coordinate) + 0;
}

export function emptyDrawing(): Drawing {
  return { columns: copyColumns(null, 0, FIRST_CAPACITY), points: 0, startedAt: null };
}

export function isEmpty(drawing: Drawing): boolean {
  return drawing.points === 0;
}

export function isFull(drawing: Drawing): boolean {
  return drawing.points >= MAX_POINTS;
}

/** The drawing with one more stroke, which begins (and so far ends) at `point`. */
export function beginStroke(drawing: Drawing, point: Point): Drawing {
  return append(drawing, point, strokeCount(drawing));
}

/** The drawing with its last stroke continued to `point`. @throws RangeError if there is no stroke yet. */
export function appendPoint(drawing: Drawing, point: Point): Drawing {
  if (isEmpty(drawing)) throw new RangeError('A drawing without a stroke cannot be continued: begin a stroke first.');
  return append(drawing, point, strokeCount(drawing) - 1);
}

export function strokeCount(drawing: Drawing): number {
  return isEmpty(drawing) ? 0 : drawing.columns.stroke[drawing.points - 1] + 1;
}

/** Index of a stroke's first point; the number of points if `stroke` is the number of strokes. */
export function strokeStart(drawing: Drawing, stroke: number): number {
  let low = 0;
  let high = drawing.points;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drawing.columns.stroke[middle] < stroke) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(drawing: Drawing, point: Point, stroke: number): Drawing {
  const { points, startedAt } = drawing;
  if (isFull(drawing)) throw new RangeError(`A drawing holds at most ${MAX_POINTS} points.`);
  let columns = drawing.columns;
  // Later moments use these columns: their points stay, and this drawing continues in a copy.
  if (columns.length !== points) columns = copyColumns(columns, points, points + 1);
  if (columns.x.length === points) grow(columns);
  columns.x[points] = point.x;
  columns.y[points] = point.y;
  columns.t[points] = point.t;
  columns.stroke[points] = stroke;
  columns.length = points + 1;
  return { columns, points: points + 1, startedAt };
}

function copyColumns(source: Columns | null, points: number, room: number): Columns {
  const capacity = Math.min(MAX_POINTS, Math.max(FIRST_CAPACITY, 2 * room));
  const columns: Columns = {
    x: new Float64Array(capacity),
    y: new Float64Array(capacity),
    t: new Float64Array(capacity),
    stroke: new Int32Array(capacity),
    length: points,
  };
  if (source !== null) {
    columns.x.set(source.x.subarray(0, points));
    columns.y.set(source.y.subarray(0, points));
    columns.t.set(source.t.subarray(0, points));
    columns.stroke.set(source.stroke.subarray(0, points));
  }
  return columns;
}

/** Doubles the capacity; earlier moments see the new arrays, which hold the same points. */
function grow(columns: Columns): void {
  Object.assign(columns, copyColumns(columns, columns.length, columns.length));
}
