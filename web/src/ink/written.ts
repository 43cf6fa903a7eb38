/** What the pen's network writes, on the pad: whole digits, and what it adds to a drawing. */

import { cutToPad } from './border.ts';
import {
  appendPoint,
  beginStroke,
  type Drawing,
  emptyDrawing,
  isFull,
  PAD_SIDE,
  type Point,
  toPadUnits,
} from './drawing.ts';
import type { Frame } from './frame.ts';
import { FITTED_SHARE } from './strokes.ts';
import { goesOn, type InkedPlace, inkOfTokens } from './token-strokes.ts';

/** A movement of the network takes so long, in ms: about as long as people's of the same length, 1/14 of a digit's longer side. */
export const MOVEMENT_MS = 40;

/** The frame of digits that are written, on the pad: where, and as large as, strokes lie that are fitted to it. */
export const WRITTEN_FRAME: Frame = { centerX: PAD_SIDE / 2, centerY: PAD_SIDE / 2, side: PAD_SIDE * FITTED_SHARE };

/**
 * What a digit's tokens draw, at the same place from the first one on; rounded, and cut at the pad's border.
 * @param before what fewer of the tokens drew: its points stay where they are, and the drawing goes on from them
 */
export function writtenDrawing(ids: Uint8Array, before: Drawing): Drawing {
  const strokes = inkOfTokens(ids, WRITTEN_FRAME);
  const from = strokes[0]?.[0].position ?? 0;
  return drawnOn(before, cutToPad(strokes.map(pointsSince(from, 0))));
}

/**
 * A drawing with what its continuation adds; its own points stay as they are. Where the pen is not lifted first, its last stroke
 * goes on.
 * @param frame the drawing's own
 * @param ids the drawing's tokens, and those that were added
 * @param given how many are the drawing's
 */
export function finishedDrawing(begun: Drawing, frame: Frame, ids: Uint8Array, given: number): Drawing {
  const { x, y, t } = begun.columns;
  const end = { x: x[begun.points - 1], y: y[begun.points - 1], t: t[begun.points - 1] };
  const added = inkOfTokens(ids, frame, given).map(pointsSince(given - 1, end.t));
  const continues = goesOn(ids, given);
  // The first point of what goes on is where the pen was: the drawing's own end stands for it.
  if (continues) added[0] = [end, ...added[0].slice(1)];
  const kept = cutToPad(added);
  let drawing = copyOf(begun);
  kept.forEach((stroke, s) => {
    stroke.forEach((point, p) => {
      if (isFull(drawing) || (continues && s === 0 && p === 0)) return;
      drawing = (p === 0 ? beginStroke : appendPoint)(drawing, point);
    });
  });
  return drawing;
}

/** In whole pad units; the token at a position came at a time, in ms. */
function pointsSince(from: number, time: number): (stroke: readonly InkedPlace[]) => Point[] {
  return (stroke) =>
    stroke.map(({ x, y, position }) => ({
      x: toPadUnits(x),
      y: toPadUnits(y),
      t: time + (position - from) * MOVEMENT_MS,
    }));
}

/** The drawing of these strokes, which begin with those that another has. */
function drawnOn(before: Drawing, strokes: readonly (readonly Point[])[]): Drawing {
  let drawing = before;
  let point = 0;
  for (const stroke of strokes) {
    stroke.forEach((place, i) => {
      if (point++ >= before.points) drawing = (i === 0 ? beginStroke : appendPoint)(drawing, place);
    });
  }
  return drawing;
}

/** In columns of its own: a stroke that was at its end goes on. */
function copyOf({ columns: { x, y, t, stroke }, points, startedAt }: Drawing): Drawing {
  let copy: Drawing = { ...emptyDrawing(), startedAt };
  for (let point = 0; point < points; point++) {
    const begins = point === 0 || stroke[point] !== stroke[point - 1];
    copy = (begins ? beginStroke : appendPoint)(copy, { x: x[point], y: y[point], t: t[point] });
  }
  return copy;
}
