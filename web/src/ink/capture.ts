/**
 * From pointer movements to kept points: pure rules, without a clock or an event. A function that changes nothing
 * returns the very object it was given.
 */

import {
  appendPoint,
  beginStroke,
  DEFAULT_STEP_MS,
  type Drawing,
  isEmpty,
  isFull,
  MAX_COORDINATE,
  MIN_COORDINATE,
  type Point,
} from './drawing.ts';

/** A press is a dot until the pointer is this many CSS px away from where it came down. */
export const DRAG_THRESHOLD_PX = 3;
/** Kept points of a stroke are at least this many pad units apart, but for the last. */
export const KEPT_DISTANCE = 16;
/** Subtracting a pad's fractional position must not turn exactly 3 px into less. */
const THRESHOLD_SLACK = 1e-6;

/** Where a pointer is, seen from the pad. */
export interface PenSample {
  readonly pointerId: number;
  /** Pad units, not rounded; beyond 0…4096 outside the pad. */
  readonly x: number;
  readonly y: number;
  /** How many pad units a CSS px is at this moment. */
  readonly unitsPerPixel: number;
  /** The clock's reading in ms, on the time line of `performance.now()`. */
  readonly time: number;
}

/** The pointer that draws. */
export interface DrawingPointer {
  readonly pointerId: number;
  /** Where it came down, in pad units, not rounded. */
  readonly x: number;
  readonly y: number;
  /** Whether it has been 3 CSS px away from there: the press is a line then, not a dot. */
  readonly dragged: boolean;
}

/** A drawing and the pointer that is drawing on it, if any. */
export interface Inking {
  readonly drawing: Drawing;
  readonly pressed: DrawingPointer | null;
}

/**
 * A pointer comes down: a stroke begins with this point. While another pointer draws, it is ignored; the drawing
 * pointer's own second press (its lifting went unseen) ends the stroke before. A full drawing takes no stroke.
 */
export function press(inking: Inking, sample: PenSample): Inking {
  const { drawing, pressed } = inking;
  if ((pressed !== null && pressed.pointerId !== sample.pointerId) || !isUsable(sample)) return inking;
  if (isFull(drawing)) return pressed === null ? inking : { drawing, pressed: null };
  const { pointerId, x, y, time } = sample;
  const started = { ...drawing, startedAt: startOf(drawing, time) };
  return { drawing: beginStroke(started, keptPoint(started, sample)), pressed: { pointerId, x, y, dragged: false } };
}

/** The drawing pointer moves: its place is kept if it is far enough from where it came down and from the last kept. */
export function move(inking: Inking, sample: PenSample): Inking {
  const { drawing } = inking;
  const pressed = drag(inking, sample);
  if (pressed === null) return inking;
  const point = keptPoint(drawing, sample);
  const last = drawing.points - 1;
  const distance = Math.hypot(point.x - drawing.columns.x[last], point.y - drawing.columns.y[last]);
  if (pressed.dragged && distance >= KEPT_DISTANCE && !isFull(drawing)) {
    return { drawing: appendPoint(drawing, point), pressed };
  }
  return pressed === inking.pressed ? inking : { drawing, pressed };
}

/** The drawing pointer lifts: a press that became a line gets this last place, at this time. */
export function lift(inking: Inking, sample: PenSample): Inking {
  const { drawing } = inking;
  if (inking.pressed?.pointerId !== sample.pointerId) return inking;
  const pressed = drag(inking, sample);
  if (!pressed?.dragged || isFull(drawing)) return { drawing, pressed: null };
  return { drawing: appendPoint(drawing, keptPoint(drawing, sample)), pressed: null };
}

/** The drawing pointer is lost or taken away by the browser: the stroke ends with the points it has. */
export function cancel(inking: Inking, pointerId: number): Inking {
  return inking.pressed?.pointerId === pointerId ? { drawing: inking.drawing, pressed: null } : inking;
}

/** The press after this sample, or null where the sample is not the drawing pointer's, or is no place at all. */
function drag({ pressed }: Inking, sample: PenSample): DrawingPointer | null {
  if (pressed === null || pressed.pointerId !== sample.pointerId || !isUsable(sample)) return null;
  if (pressed.dragged) return pressed;
  const distance = Math.hypot(sample.x - pressed.x, sample.y - pressed.y);
  const threshold = DRAG_THRESHOLD_PX * sample.unitsPerPixel - THRESHOLD_SLACK;
  return distance >= threshold ? { ...pressed, dragged: true } : pressed;
}

/** A pad that is not laid out has no side, and then a pointer has no place. */
function isUsable({ x, y, unitsPerPixel, time }: PenSample): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(unitsPerPixel) && Number.isFinite(time);
}

/** The clock's reading at t = 0. A drawing not made by a pointer goes on as if its last point had just been made. */
function startOf(drawing: Drawing, time: number): number {
  if (isEmpty(drawing)) return time;
  return drawing.startedAt ?? time - DEFAULT_STEP_MS - drawing.columns.t[drawing.points - 1];
}

/** The sample as the drawing keeps it: whole pad units, whole milliseconds, never before the point before it. */
function keptPoint(drawing: Drawing, sample: PenSample): Point {
  const earliest = isEmpty(drawing) ? 0 : drawing.columns.t[drawing.points - 1];
  return {
    x: keptCoordinate(sample.x),
    y: keptCoordinate(sample.y),
    t: Math.max(earliest, Math.round(sample.time - (drawing.startedAt ?? sample.time))),
  };
}

function keptCoordinate(units: number): number {
  return Math.min(MAX_COORDINATE, Math.max(MIN_COORDINATE, Math.round(units)));
}
