/**
 * From pointer movements to kept points: pure rules, with neither clock nor events. A function that changes nothing
 * returns the object it was given.
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
/** Kept points of a stroke are at least this many pad units apart, except the last and crossings of the border. */
export const KEPT_DISTANCE = 16;
/** Subtracting the pad's fractional position must not turn exactly 3 px into less. */
const THRESHOLD_SLACK = 1e-6;

/** A pointer's position relative to the pad. */
export interface PenSample {
  readonly pointerId: number;
  /** Pad units, not rounded; outside the pad, outside 0…4096. */
  readonly x: number;
  readonly y: number;
  /** Pad units per CSS px at this moment. */
  readonly unitsPerPixel: number;
  /** The clock's reading in ms, on the timeline of `performance.now()`. */
  readonly time: number;
}

/** The pointer that is drawing. */
export interface DrawingPointer {
  readonly pointerId: number;
  /** Where it came down, in pad units, not rounded. */
  readonly x: number;
  readonly y: number;
  /** Whether it has been 3 CSS px away from there, which makes the press a line instead of a dot. */
  readonly dragged: boolean;
  /** How many points the drawing had when it came down; all later ones belong to this press. */
  readonly pointsBefore: number;
  /** Where it came down or, once dragged, where it was last: in whole pad units, with the clock's reading as t. */
  readonly at: Point;
}

/** A drawing and the pointer that is drawing on it, if any. */
export interface Inking {
  readonly drawing: Drawing;
  readonly pressed: DrawingPointer | null;
}

/**
 * A pointer comes down: a stroke begins at this point if it lies on the pad. The press is ignored while another pointer
 * draws. A second press by the drawing pointer, whose lift was missed, ends its first stroke. A full drawing takes no
 * new stroke.
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

/** The drawing pointer moves: its place is kept if far enough from where it came down and from the last kept point. */
export function move(inking: Inking, sample: PenSample): Inking {
  const pressed = drag(inking, sample);
  if (pressed === null) return inking;
  if (pressed.dragged) return follow(inking.drawing, pressed, placeOf(sample), KEPT_DISTANCE);
  return pressed === inking.pressed ? inking : { drawing: inking.drawing, pressed };
}

/** The drawing pointer lifts: a press that became a line ends with this place and time, if it lies on the pad. */
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
 * The drawing pointer has reached a place: on the pad, it is kept if it is at least `distance` from the last kept point.
 * Crossings of the pad's border on the way are always kept, and a stroke begins where the pointer comes in.
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

/** The drawing with one more point, in the last stroke or beginning a new one; the same drawing if it is full. */
function keep(drawing: Drawing, place: Point, goesOn: boolean): Drawing {
  if (isFull(drawing)) return drawing;
  if (goesOn) return appendPoint(drawing, keptPoint(drawing, place));
  const started = { ...drawing, startedAt: startOf(drawing, place.t) };
  return beginStroke(started, keptPoint(started, place));
}

/** The sample in whole pad units, with the clock's reading as t. */
function placeOf({ x, y, time }: PenSample): Point {
  return { x: toPadUnits(x), y: toPadUnits(y), t: time };
}

/** The press after this sample; null if the sample is not the drawing pointer's or has no usable place. */
function drag({ pressed }: Inking, sample: PenSample): DrawingPointer | null {
  if (pressed === null || pressed.pointerId !== sample.pointerId || !isUsable(sample)) return null;
  if (pressed.dragged) return pressed;
  const distance = Math.hypot(sample.x - pressed.x, sample.y - pressed.y);
  const threshold = DRAG_THRESHOLD_PX * sample.unitsPerPixel - THRESHOLD_SLACK;
  return distance >= threshold ? { ...pressed, dragged: true } : pressed;
}

/** A pad that is not laid out has no size, so a pointer has no place on it. */
function isUsable({ x, y, unitsPerPixel, time }: PenSample): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(unitsPerPixel) && Number.isFinite(time);
}

/** The clock's reading at t = 0. A drawing that no pointer made continues as if its last point had just been drawn. */
function startOf(drawing: Drawing, time: number): number {
  if (isEmpty(drawing)) return time;
  return drawing.startedAt ?? time - DEFAULT_STEP_MS - drawing.columns.t[drawing.points - 1];
}

/** The place as the drawing keeps it: t in whole ms since the drawing's start, never earlier than the previous point. */
function keptPoint({ columns, points, startedAt }: Drawing, { x, y, t }: Point): Point {
  const earliest = points > 0 ? columns.t[points - 1] : 0;
  return { x, y, t: Math.max(earliest, Math.round(t - (startedAt ?? t))) };
}
