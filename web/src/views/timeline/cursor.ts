/** Marks across the timeline's bands: its moment, and that of a token. */

import { css, type Palette } from '../../look/color.ts';
import type { Context } from '../parts/canvas.ts';
import type { Band } from './bands.ts';
import type { Columns } from './columns.ts';

const LATER = 0.7;
/** Half the width of the arrows at a token's moment. */
const POINTED = 4;

/** The moment, and what comes after it further away. */
export function paintCursor(
  context: Context,
  { moment, points }: Columns,
  [band, last]: readonly [Band, Band],
  palette: Palette,
): void {
  const { width, height } = band;
  const x = (width * Math.min(moment, points)) / points;
  if (moment < points) {
    context.globalAlpha = LATER;
    context.fillStyle = css(palette.paper);
    context.fillRect(x, 0, width - x, height);
    context.globalAlpha = 1;
  }
  const left = Math.min(Math.max(0, x - 1), width - 2);
  const from = band.full - 2;
  const [to, handle] = last === band ? [height, height - 6] : [last.full + 2, band.zero - 3];
  context.fillStyle = css(palette.ink);
  context.fillRect(left, from, 2, to - from);
  context.fillRect(Math.min(Math.max(0, x - 3), width - 6), handle, 6, 6);
}

/** Where the token came that is looked at: a dashed line between two points. */
export function paintPointed(
  context: Context,
  { points }: Columns,
  moment: number,
  [band, last]: readonly [Band, Band],
  palette: Palette,
): void {
  const x = Math.min(Math.max(POINTED, (band.width * moment) / points), band.width - POINTED);
  const [top, bottom] = [band.full - 2, last.full + 2];
  context.setLineDash([2, 2]);
  drawLine(context, palette.ink, 1.5, [x, top, x, bottom]);
  context.setLineDash([]);
  context.fillStyle = css(palette.ink);
  for (const [tip, base] of [
    [top + POINTED, top - POINTED / 2],
    [bottom - POINTED, bottom + POINTED / 2],
  ]) {
    context.beginPath();
    context.moveTo(x, tip);
    context.lineTo(x - POINTED, base);
    context.lineTo(x + POINTED, base);
    context.fill();
  }
}

export function drawLine(
  context: Context,
  color: Palette[keyof Palette],
  width: number,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
): void {
  context.strokeStyle = css(color);
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
