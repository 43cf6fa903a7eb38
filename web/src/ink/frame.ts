/** The frame round a drawing, in which the pen's movements are measured. */

import { FRAME_STEPS } from '../net/pen/description.ts';
import { NO_BOX, widened } from './box.ts';
import { type Drawing, isEmpty } from './drawing.ts';

/** A drawing's bounding box, whose longer side is 14 steps long and whose centre lies at (7, 7). */
export interface Frame {
  /** In pad units, as the side. */
  readonly centerX: number;
  readonly centerY: number;
  /** 0 for a drawing without extent, all of which lies at (7, 7). */
  readonly side: number;
}

/** A place farther outside a frame than so many steps counts as this far: no sequence ever gets there. */
const FARTHEST = 1e9;

/** The frame round a drawing; of an empty one, the frame whose unit is the step itself. */
export function frameOf(drawing: Drawing): Frame {
  if (isEmpty(drawing)) return { centerX: FRAME_STEPS / 2, centerY: FRAME_STEPS / 2, side: FRAME_STEPS };
  const { left, top, right, bottom } = widened(NO_BOX, drawing, 0, drawing.points);
  return { centerX: (left + right) / 2, centerY: (top + bottom) / 2, side: Math.max(right - left, bottom - top) };
}

/** A coordinate in steps of a frame, given the frame's center along this axis. */
export function inSteps(value: number, center: number, side: number): number {
  if (side === 0) return FRAME_STEPS / 2;
  // In this order, so that every value is computed as in Python.
  const placed = ((value - center) * FRAME_STEPS) / side + FRAME_STEPS / 2;
  return Math.min(Math.max(placed, -FARTHEST), FARTHEST);
}

/** A place in steps of a frame, in pad units; without extent, a step is one unit. */
export function fromSteps(x: number, y: number, { centerX, centerY, side }: Frame): [x: number, y: number] {
  const step = side === 0 ? 1 : side / FRAME_STEPS;
  return [(x - FRAME_STEPS / 2) * step + centerX, (y - FRAME_STEPS / 2) * step + centerY];
}
