/**
 * From pointer movements to kept points: pure rules, without a clock or an event. A function that changes nothing
 * returns the very object it was given.
 */

import { crossings, isOnPad } from './border.ts';
import {
  appendPoint,
  beginStroke,
  DEFAULT_STEP_MS,
  type Drawing,
  isEmpty,
  isFull,
  type Point,
  toPadUnits,
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
  /** How many points the drawing had when it came down: all after them are this press's. */
  readonly pointsBefore: number;
  /** Where it came down or, once it was dragged, was last: in whole pad units, t the clock's reading. */
  readonly at: Point;
}

/** A drawing and the pointer that is drawing on it, if any. */
export interface Inking {
  readonly drawing: Drawing;
  readonly pressed: DrawingPointer | null;
}

/**
 * A pointer comes down: a stroke begins with this point, if it lies on the pad. While another pointer draws, it is ignored;
 * the drawing pointer's own second press (its lifting went unseen) ends the stroke before. A full drawing takes no stroke.
 */
export function press(inking: Inking, sample: PenSample): Inking {
  const { drawing, pressed } = inking;
  if ((pressed !== null && pressed.pointerId !== sample.pointerId) || !isUsable(sample)) return inking;
  if (isFull(drawing)) return pressed === null ? inking : { drawing, pressed: null };
  const { pointerId, x, y } = sample;
  const at = placeOf(sample);
  return {
    drawing: isOnPad(at) ? keep(drawing, at, false) : drawing,
    pressed: { pointerId, x, y, dragged: false, pointsBefore: drawing.points, at },
  };
}

/** The drawing pointer moves: its place is kept if it is far enough from where it came down and from the last kept. */
export function move(inking: Inking, sample: PenSample): Inking {
  const pressed = drag(inking, sample);
  if (pressed === null) return inking;
  if (pressed.dragged) return follow(inking.drawing, pressed, placeOf(sample), KEPT_DISTANCE);
  return pressed === inking.pressed ? inking : { drawing: inking.drawing, pressed };
}

/** The drawing pointer lifts: a press that became a line gets this last place, at this time, if it lies on the pad. */
export function lift(inking: Inking, sample: PenSample): Inking {
  if (inking.pressed?.pointerId !== sample.pointerId) return inking;
  const pressed = drag(inking, sample);
  const place = placeOf(sample);
  const ends = pressed?.dragged && isOnPad(place);
  return { drawing: ends ? follow(inking.drawing, pressed, place, 0).drawing : inking.drawing, pressed: null };
}

/** The drawing pointer is lost or taken away by the browser: the stroke ends with the points it has. */
export function cancel(inking: Inking, pointerId: number): Inking {
  return inking.pressed?.pointerId === pointerId ? { drawing: inking.drawing, pressed: null } : inking;
}

/**
 * The drawing pointer has come to a place: on the pad it is kept where it is `distance` from the last kept. Where the way
 * there crosses the pad's border, the crossing is always kept, and a stroke begins where it comes in.
 */
function follow(drawing: Drawing, pressed: DrawingPointer, place: Point, distance: number): Inking {
  let kept = drawing;
  let goesOn = isOnPad(pressed.at);
  for (const crossing of crossings(pressed.at, place)) {
    kept = keep(kept, crossing, goesOn);
    goesOn = true;
  }
  if (isOnPad(place) && !(goesOn && distanceTo(kept, place) < distance)) kept = keep(kept, place, goesOn);
  return { drawing: kept, pressed: { ...pressed, at: place } };
}

function distanceTo({ columns, points }: Drawing, { x, y }: Point): number {
  return Math.hypot(x - columns.x[points - 1], y - columns.y[points - 1]);
}

/** The drawing with one more point, of the last stroke or of one that begins with it; the same drawing if it is full. */
function keep(drawing: Drawing, place: Point, goesOn: boolean): Drawing {
  if (isFull(drawing)) return drawing;
  if (goesOn) return appendPoint(drawing, keptPoint(drawing, place));
  const started = { ...drawing, startedAt: startOf(drawing, place.t) };
  return beginStroke(started, keptPoint(started, place));
}

/** The sample in whole pad units, t the clock's reading. */
function placeOf({ x, y, time }: PenSample): Point {
  return { x: toPadUnits(x), y: toPadUnits(y), t: time };
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

/** The place as the drawing keeps it: whole milliseconds since its start, never before the point before it. */
function keptPoint({ columns, points, startedAt }: Drawing, { x, y, t }: Point): Point {
  const earliest = points > 0 ? columns.t[points - 1] : 0;
  return { x, y, t: Math.max(earliest, Math.round(t - (startedAt ?? t))) };
}
