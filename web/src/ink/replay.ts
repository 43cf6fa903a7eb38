/** When the points of a drawing come while it is replayed. */

import { type Drawing, strokeStart } from './drawing.ts';

/** Nobody wants to watch a pen that rests for longer, in ms: between strokes, mostly. */
export const LONGEST_REST_MS = 400;

/** The time of each point in a replay, in ms since the first: as the points were drawn, but with long rests shortened. */
export function replayTimes({ columns: { t }, points }: Drawing): Float64Array {
  const times = new Float64Array(points);
  for (let point = 1; point < points; point++)
    times[point] = times[point - 1] + Math.min(LONGEST_REST_MS, t[point] - t[point - 1]);
  return times;
}

/** How many of the times, which never decrease, are not later than `time`. */
export function pointsBy(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The moment at which the stroke is complete that is under way at `moment`, or is the next to begin. */
export function strokeEndAfter(drawing: Drawing, moment: number): number {
  if (moment >= drawing.points) return drawing.points;
  return strokeStart(drawing, drawing.columns.stroke[moment] + 1);
}
