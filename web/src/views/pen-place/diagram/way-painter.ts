import { css, inked, mix, type Palette } from '../../../look/color.ts';
import type { Context } from '../../parts/canvas.ts';
import { cellBox, type Layout, rowBox } from './layout.ts';
import type { TokenNumbers } from './packing.ts';
import { ROWS, type Scale } from './rows.ts';
import { paintSignedRectangle } from './signed.ts';
import type { Place } from './way-builder.ts';

const KNOT = 2.5;
const PLUS = 6;
const LEAD = 4;

/** The residual streams' lines, a plus where something is added, a knot where the stream is shown. */
export function paintStreams(context: Context, { streams, carried, leads }: Layout, palette: Palette): void {
  context.strokeStyle = css(palette.muted);
  context.lineWidth = 1.5;
  // What the first layer leaves, the second one gets.
  context.beginPath();
  for (const { x, y } of carried) context.lineTo(x, y);
  const last = leads.at(-1);
  if (last) {
    context.moveTo(last.x, streams[streams.length - 1].bottom);
    context.lineTo(last.x, last.y);
  }
  context.stroke();
  for (const lead of leads) paintLead(context, lead);
  for (const { x, top, bottom, rowsAt, pluses, knots } of streams) {
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    for (const y of [top, ...knots, ...pluses]) {
      context.moveTo(x, y);
      context.lineTo(rowsAt, y);
    }
    context.stroke();
    for (const y of pluses) paintPlus(context, palette, x, y);
    context.fillStyle = css(palette.ink);
    for (const y of knots) {
      context.beginPath();
      context.arc(x, y, KNOT, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

/** An arrow's head, downwards. */
function paintLead(context: Context, { x, y }: Place): void {
  context.beginPath();
  context.moveTo(x - LEAD, y - 1.5 * LEAD);
  context.lineTo(x, y);
  context.lineTo(x + LEAD, y - 1.5 * LEAD);
  context.stroke();
}

function paintPlus(context: Context, palette: Palette, x: number, y: number): void {
  context.fillStyle = css(palette.paper);
  context.strokeStyle = css(palette.ink);
  context.lineWidth = 1.25;
  context.beginPath();
  context.arc(x, y, PLUS, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.beginPath();
  context.moveTo(x - PLUS / 2, y);
  context.lineTo(x + PLUS / 2, y);
  context.moveTo(x, y - PLUS / 2);
  context.lineTo(x, y + PLUS / 2);
  context.stroke();
  context.strokeStyle = css(palette.muted);
  context.lineWidth = 1.5;
}

/** All vectors as cells, warm above 0 and cool below, in the square root of their share of the scale's largest; units that cannot be below 0 in ink. */
export function paintRows(
  context: Context,
  { rows }: Layout,
  palette: Palette,
  { row: numbersOf }: TokenNumbers,
  ratio: number,
): void {
  const largest = new Map<Scale, number>();
  ROWS.forEach(({ scale }, index) => {
    const most = numbersOf(index).reduce((found, number) => Math.max(found, Math.abs(number)), 1e-9);
    largest.set(scale, Math.max(largest.get(scale) ?? 0, most));
  });
  const onPixels = (length: number) => Math.round(length * ratio) / ratio;
  ROWS.forEach(({ scale, name }, index) => {
    const place = rows[index];
    if (place === null) return;
    const most = largest.get(scale) ?? 1;
    numbersOf(index).forEach((number, unit) => {
      const cell = cellBox(place, unit);
      const x = onPixels(cell.x);
      const box = { ...cell, x, width: onPixels(cell.x + cell.width) - x };
      if (scale === 'activation') {
        context.fillStyle = css(inked(palette, Math.sqrt(number / most)));
        context.fillRect(box.x, box.y, box.width, box.height);
      } else paintSignedRectangle(context, palette, Math.sign(number) * Math.sqrt(Math.abs(number) / most), box);
    });
    const isStream = name === 'before' || name === 'middle' || name === 'after';
    const { x, y, width, height } = rowBox(place);
    context.strokeStyle = css(isStream ? palette.muted : mix(palette.paper, palette.hairline, 0.9));
    context.lineWidth = 1;
    context.strokeRect(onPixels(x) - 0.5, y - 0.5, onPixels(x + width) - onPixels(x) + 1, height + 1);
  });
}
