/** Walks along a drawing in steps: the rule that turns ink into movements, one token a movement. */

import {
  CONTEXT,
  DIRECTION_X,
  DIRECTION_Y,
  DIRECTIONS,
  DROP,
  FIRST_PLACE,
  FIRST_STEP,
  FRAME_STEPS,
  LIFT,
  REACH,
} from '../net/pen/description.ts';
import { nearestWhole } from '../net/pen/places.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, inSteps } from './frame.ts';

/** The newest movements of a walk, at least as many as a sequence can hold, and where the pen was after each. */
export interface Walk {
  /** Movement i is at i modulo `KEPT`; the same for all arrays. */
  readonly tokens: Uint8Array;
  /** In steps of the frame. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 while the pen is lifted. */
  readonly up: Uint8Array;
  /** How many movements there were in all. */
  count: number;
  /** How many of the drawing's points it has come to. */
  points: number;
}

/** A power of two. */
const KEPT = 2 ** Math.ceil(Math.log2(CONTEXT));
const CANDIDATES = 3;
const candidates = candidatesByOctant();

/**
 * The movements of a drawing in a frame: AT x, AT y of the first point, rounded, where the pen then *is*; for every next
 * point, steps until the pen is less than 0.75 steps away, so that errors don't add up; between strokes LIFT, steps through
 * the air, DROP.
 * @param limit the most movements wanted, at least 2; later ones are left out
 */
export function walkAlong(drawing: Drawing, frame: Frame, limit = Number.POSITIVE_INFINITY): Walk {
  const { x: pointX, y: pointY, stroke } = drawing.columns;
  const { centerX, centerY, side } = frame;
  const walk: Walk = {
    tokens: new Uint8Array(KEPT),
    x: new Float64Array(KEPT),
    y: new Float64Array(KEPT),
    up: new Uint8Array(KEPT),
    count: 0,
    points: 0,
  };
  let penX = 0;
  let penY = 0;
  let lifted = 0;
  for (let point = 0; point < drawing.points && walk.count < limit; point++) {
    walk.points = point + 1;
    const x = inSteps(pointX[point], centerX, side);
    const y = inSteps(pointY[point], centerY, side);
    if (point === 0) {
      penX = nearestWhole(x, 0, FRAME_STEPS);
      penY = nearestWhole(y, 0, FRAME_STEPS);
      noteMovement(walk, FIRST_PLACE + penX, penX, penY, lifted);
      noteMovement(walk, FIRST_PLACE + penY, penX, penY, lifted);
    } else if (stroke[point] !== stroke[point - 1]) {
      lifted = 1;
      noteMovement(walk, LIFT, penX, penY, lifted);
    }
    let awayX = x - penX;
    let awayY = y - penY;
    while (awayX * awayX + awayY * awayY >= REACH * REACH && walk.count < limit) {
      const direction = directionTo(awayX, awayY);
      penX += DIRECTION_X[direction];
      penY += DIRECTION_Y[direction];
      noteMovement(walk, FIRST_STEP + direction, penX, penY, lifted);
      awayX = x - penX;
      awayY = y - penY;
    }
    if (lifted === 1 && walk.count < limit) {
      lifted = 0;
      noteMovement(walk, DROP, penX, penY, lifted);
    }
  }
  return walk;
}

function noteMovement(walk: Walk, token: number, x: number, y: number, up: number): void {
  const index = walk.count++ % KEPT;
  walk.tokens[index] = token;
  walk.x[index] = x;
  walk.y[index] = y;
  walk.up[index] = up;
}

/** The token of movement i, one of the newest. */
export function movementAt({ tokens }: Walk, index: number): number {
  return tokens[index % KEPT];
}

/** Where the pen was after movement i, one of the newest. */
export function placeAfter({ x, y, up }: Walk, index: number): { x: number; y: number; up: boolean } {
  const at = index % KEPT;
  return { x: x[at], y: y[at], up: up[at] === 1 };
}

/** The direction with the largest product with a vector, the lowest one among equals. */
function directionTo(awayX: number, awayY: number): number {
  const octant = (awayX < 0 ? 1 : 0) + (awayY < 0 ? 2 : 0) + (Math.abs(awayY) > Math.abs(awayX) ? 4 : 0);
  let nearest = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let candidate = CANDIDATES * octant; candidate < CANDIDATES * (octant + 1); candidate++) {
    const direction = candidates[candidate];
    const along = awayX * DIRECTION_X[direction] + awayY * DIRECTION_Y[direction];
    if (along > largest) {
      largest = along;
      nearest = direction;
    }
  }
  return nearest;
}

/**
 * For every octant of the plane, the three directions in it and on its borders, in order. The one with the largest product
 * with a vector in the octant is among them: the others are at least 22.5° away from it, one of these at most 11.25°. Octants
 * are numbered by 1 if x is negative, 2 if y is, 4 if y is the larger one.
 */
function candidatesByOctant(): Uint8Array {
  const found = new Uint8Array(8 * CANDIDATES);
  for (let octant = 0; octant < 8; octant++) {
    let candidate = CANDIDATES * octant;
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const x = DIRECTION_X[direction] * (octant & 1 ? -1 : 1);
      const y = DIRECTION_Y[direction] * (octant & 2 ? -1 : 1);
      if (x >= 0 && y >= 0 && (octant & 4 ? y >= x : x >= y)) found[candidate++] = direction;
    }
  }
  return found;
}
