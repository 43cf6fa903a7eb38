import { type Color, css } from '../../look/color.ts';
import {
  DIRECTION_X,
  DIRECTION_Y,
  DROP,
  END,
  FIRST_DIGIT,
  FIRST_PLACE,
  FIRST_STEP,
  LIFT,
} from '../../net/pen/description.ts';
import type { Context } from '../parts/canvas.ts';

/** Of a glyph, in its size. */
const ARROW = { length: 0.82, head: 0.3, spread: 0.22 };
const LINE = 0.1;

/** Paints a token as a sign of a size, in CSS px, about a place: an arrow for a step, a number for a digit, or a place on an axis. */
export function paintToken(
  context: Context,
  token: number,
  [x, y]: readonly [x: number, y: number],
  size: number,
  color: Color,
  font: string,
  axis: '' | 'x' | 'y' = '',
): void {
  context.strokeStyle = css(color);
  context.fillStyle = css(color);
  context.lineWidth = Math.max(1.25, LINE * size);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  if (token >= FIRST_STEP)
    paintArrow(context, x, y, size, DIRECTION_X[token - FIRST_STEP], DIRECTION_Y[token - FIRST_STEP]);
  else if (token >= FIRST_DIGIT) paintNumber(context, x, y, size, token, font, axis);
  else if (token === END) context.fillRect(x - 0.28 * size, y - 0.28 * size, 0.56 * size, 0.56 * size);
  else if (token === LIFT || token === DROP) paintPen(context, x, y, size, token === LIFT ? -1 : 1);
  else paintNib(context, x, y, size);
}

function paintArrow(context: Context, x: number, y: number, size: number, right: number, down: number): void {
  const [half, head, spread] = [(ARROW.length * size) / 2, ARROW.head * size, ARROW.spread * size];
  const [tipX, tipY] = [x + right * half, y + down * half];
  const [neckX, neckY] = [tipX - right * head, tipY - down * head];
  context.beginPath();
  context.moveTo(x - right * half, y - down * half);
  context.lineTo(tipX, tipY);
  context.moveTo(neckX - down * spread, neckY + right * spread);
  context.lineTo(tipX, tipY);
  context.lineTo(neckX + down * spread, neckY - right * spread);
  context.stroke();
}

function paintNumber(
  context: Context,
  x: number,
  y: number,
  size: number,
  token: number,
  font: string,
  axis: string,
): void {
  const isDigit = token < FIRST_PLACE;
  context.font = `${isDigit ? '600 ' : ''}${Math.round((isDigit ? 1 : 0.72) * size)}px ${font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(`${axis}${token - (isDigit ? FIRST_DIGIT : FIRST_PLACE)}`, x, y + 0.5);
}

/** The pen leaves the paper, a line, or comes down on it: `down` is −1 or 1. */
function paintPen(context: Context, x: number, y: number, size: number, down: number): void {
  const [reach, wing] = [0.34 * size, 0.22 * size];
  const tip = down < 0 ? y - reach : y + 0.2 * size;
  context.beginPath();
  context.moveTo(x - reach, y + reach);
  context.lineTo(x + reach, y + reach);
  context.moveTo(x, down < 0 ? y + 0.16 * size : y - reach);
  context.lineTo(x, tip);
  context.moveTo(x - wing, tip - down * wing);
  context.lineTo(x, tip);
  context.lineTo(x + wing, tip - down * wing);
  context.stroke();
}

/** A pen: what a sequence that is written begins with. */
function paintNib(context: Context, x: number, y: number, size: number): void {
  const reach = 0.36 * size;
  context.beginPath();
  context.moveTo(x + reach, y - reach);
  context.lineTo(x - 0.5 * reach, y + 0.5 * reach);
  context.moveTo(x - reach, y + reach);
  context.lineTo(x - 0.95 * reach, y + 0.95 * reach);
  context.stroke();
}
