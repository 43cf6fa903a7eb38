/** Tokens as drawn signs. */

import {
  DIRECTION_X,
  DIRECTION_Y,
  DROP,
  END,
  FIRST_DIGIT,
  FIRST_PLACE,
  FIRST_STEP,
  FRAME_STEPS,
  LIFT,
  READ,
  WRITE,
} from '../../net/pen/description.ts';
import type { Box } from '../diagram/layout.ts';
import type { Context } from '../parts/canvas.ts';

/** Of the box's smaller side. */
const REACH = 0.36;
/** Of that. */
const BARB = 0.9;

export interface Sign {
  readonly id: number;
  /** Whether a place is told along y. */
  readonly downwards: boolean;
}

/** The sign of a token after another, or after none. */
export function signAfter(before: number | undefined, id: number): Sign {
  return { id, downwards: isPlace(id) && before !== undefined && isPlace(before) };
}

function isPlace(id: number): boolean {
  return id >= FIRST_PLACE && id < FIRST_STEP;
}

/**
 * Draws a token in the context's stroke and fill style: a step as its arrow; places as a dot along an axis; lifting and putting
 * down as a pen going up from the line and down to it; the beginning as an open circle, or a pen where it is written; the end as a
 * square.
 */
export function paintSign(context: Context, { id, downwards }: Sign, { x, y, width, height }: Box, font: string): void {
  const side = Math.min(width, height);
  const [middleX, middleY, r] = [x + width / 2, y + height / 2, REACH * side];
  context.lineWidth = side < 14 ? 1.25 : 1.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (id >= FIRST_STEP) {
    const direction = id - FIRST_STEP;
    paintArrow(context, middleX, middleY, r, DIRECTION_X[direction], DIRECTION_Y[direction]);
  } else if (id >= FIRST_PLACE) {
    paintPlace(context, middleX, middleY, r, (2 * (id - FIRST_PLACE)) / FRAME_STEPS - 1, downwards);
  } else if (id === LIFT || id === DROP) {
    paintChange(context, middleX, middleY, r, id === LIFT ? -1 : 1);
  } else if (id === READ) {
    context.beginPath();
    context.arc(middleX, middleY, 0.75 * r, 0, 2 * Math.PI);
    context.stroke();
  } else if (id === WRITE) {
    paintNib(context, middleX, middleY, r);
  } else if (id === END) {
    context.fillRect(middleX - 0.65 * r, middleY - 0.65 * r, 1.3 * r, 1.3 * r);
  } else {
    context.font = `600 ${Math.round(0.95 * side)}px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(id >= FIRST_DIGIT ? String(id - FIRST_DIGIT) : '?', middleX, middleY + 0.04 * side);
  }
}

function paintArrow(context: Context, x: number, y: number, r: number, alongX: number, alongY: number): void {
  const [tipX, tipY] = [x + r * alongX, y + r * alongY];
  const barb = (turn: number): void => {
    const angle = Math.atan2(alongY, alongX) + turn;
    context.lineTo(tipX + BARB * r * Math.cos(angle), tipY + BARB * r * Math.sin(angle));
  };
  context.beginPath();
  context.moveTo(x - r * alongX, y - r * alongY);
  context.lineTo(tipX, tipY);
  barb(Math.PI - 0.6);
  context.moveTo(tipX, tipY);
  barb(Math.PI + 0.6);
  context.stroke();
}

/** An axis with a dot at the place. @param at from −1 to 1 */
function paintPlace(context: Context, x: number, y: number, r: number, at: number, downwards: boolean): void {
  const [alongX, alongY] = downwards ? [0, r] : [r, 0];
  context.globalAlpha = 0.5;
  context.beginPath();
  context.moveTo(x - alongX, y - alongY);
  context.lineTo(x + alongX, y + alongY);
  context.stroke();
  context.globalAlpha = 1;
  context.beginPath();
  context.arc(x + alongX * at, y + alongY * at, 0.4 * r, 0, 2 * Math.PI);
  context.fill();
}

/** A caret over the paper's line, upwards or downwards. */
function paintChange(context: Context, x: number, y: number, r: number, down: number): void {
  context.beginPath();
  context.moveTo(x - 0.7 * r, y - 0.3 * r - 0.3 * r * down);
  context.lineTo(x, y - 0.3 * r + 0.4 * r * down);
  context.lineTo(x + 0.7 * r, y - 0.3 * r - 0.3 * r * down);
  context.moveTo(x - r, y + 0.9 * r);
  context.lineTo(x + r, y + 0.9 * r);
  context.stroke();
}

function paintNib(context: Context, x: number, y: number, r: number): void {
  context.beginPath();
  context.moveTo(x + r, y - r);
  context.lineTo(x - 0.5 * r, y + 0.5 * r);
  context.moveTo(x - r, y + r);
  context.lineTo(x - 0.95 * r, y + 0.95 * r);
  context.stroke();
}
