import { css, mix, type Palette } from '../../look/color.ts';
import type { Context } from '../parts/canvas.ts';
import { BEND } from './curve.ts';
import type { Layout } from './layout.ts';
import { dashesOf, FAINT, lineStyleOf } from './scale.ts';

/** How links are drawn: in the diagram and, by the same code, as samples in its legend. */

/** The side of a usual diagram, in px: there a line is as wide as its style says. */
const USUAL_SIDE = 640;

/**
 * What a line's width is multiplied by in a diagram of this size, in px: its side, were it square, as a share of the usual
 * one. So lines cover the same share of a diagram whatever its size and shape.
 */
export function lineScale(width: number, height: number): number {
  return Math.sqrt(width * height) / USUAL_SIDE;
}

export interface LineLook {
  /** CSS colour. */
  readonly stroke: string;
  /** In px. */
  readonly width: number;
  /** In px; none for an unbroken line. */
  readonly dashes: readonly number[];
}

/**
 * The look of a link's line for its signed level: in full ink or, off the trace, in a share of it. It is opaque, mixed with
 * the paper: weak lines never add up to a strong one.
 */
export function lineLook(level: number, full: boolean, palette: Palette, scale: number): LineLook {
  const { width } = lineStyleOf(level);
  const color = mix(palette.paper, level < 0 ? palette.against : palette.for, shownHue(level, full));
  return { stroke: css(color), width: width * scale, dashes: dashesOf(level, palette) };
}

/** How much ink such a line is: its width at the diagram's usual size × its hue's share in its colour. */
export function lineInk(level: number, full: boolean): number {
  return level === 0 ? 0 : lineStyleOf(level).width * shownHue(level, full);
}

/** The hue's share in the line's colour. */
function shownHue(level: number, full: boolean): number {
  return lineStyleOf(level).hue * (full ? 1 : FAINT);
}

/** The following lines look like this. */
export function takeLook(context: Context, { stroke, width, dashes }: LineLook): void {
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.setLineDash([...dashes]);
}

/** A curve from (x0, y0) to (x1, y1) that leaves and arrives along the signal: downwards if upright, else to the right. */
export function strokeLine(context: Context, x0: number, y0: number, x1: number, y1: number, upright: boolean): void {
  // One path per link: browsers fill a path of many links as one outline, which takes longer.
  context.beginPath();
  context.moveTo(x0, y0);
  if (upright) context.bezierCurveTo(x0, y0 + (y1 - y0) * BEND, x1, y1 - (y1 - y0) * BEND, x1, y1);
  else context.bezierCurveTo(x0 + (x1 - x0) * BEND, y0, x1 - (x1 - x0) * BEND, y1, x1, y1);
  context.stroke();
}

/** The same for a link of the diagram. */
export function strokeLink(context: Context, { ends, upright }: Layout, link: number): void {
  const at = 4 * link;
  strokeLine(context, ends[at], ends[at + 1], ends[at + 2], ends[at + 3], upright);
}
