import { type Box, NO_BOX, widened } from '../ink/box.ts';
import { type Drawing, PAD_SIDE, strokeCount, strokeStart } from '../ink/drawing.ts';

/** The pen's width, in pad units: about that of the network's input, where it is 2.3 cells of a digit's 20. */
export const PEN_WIDTH = 230;
/** Curves per path. Within a path edges are smooth, but one path for a long stroke would cost more with every point. */
const CURVES_A_PATH = 32;
/** Gives a path of one point a length, so that it is painted at all. */
const DOT_LENGTH = 0.5;

/** Paints a growing drawing: what is final goes to `settled` once, the end of the open stroke to `wet` each time. */
export interface StrokePainter {
  /** `open`: the last stroke is still being drawn. Both contexts use pad units. */
  paint(drawing: Drawing, open: boolean, color: string): void;
  /** For when the canvases were blanked or the colour changed: the next `paint` starts over. */
  forget(): void;
}

/** How much of the drawing is on `settled`. */
interface Progress {
  readonly columns: Drawing['columns'];
  /** How many points the drawing had when it was painted. */
  readonly points: number;
  /** The stroke painted last. */
  readonly stroke: number;
  /** How many of its curves are on `settled`. */
  readonly curves: number;
  /** Whether all of it is there, its end included. */
  readonly closed: boolean;
}

export function createStrokePainter(settled: CanvasRenderingContext2D, wet: CanvasRenderingContext2D): StrokePainter {
  let progress: Progress | null = null;
  let wetBox: Box | null = null;

  function paint(drawing: Drawing, open: boolean, color: string): void {
    if (progress !== null && !continues(progress, drawing)) progress = null;
    if (progress === null) settled.clearRect(0, 0, PAD_SIDE, PAD_SIDE);
    if (wetBox !== null) wet.clearRect(wetBox.left, wetBox.top, wetBox.right - wetBox.left, wetBox.bottom - wetBox.top);
    wetBox = null;
    preparePen(settled, color);
    preparePen(wet, color);
    const strokes = strokeCount(drawing);
    let curves = progress?.curves ?? 0;
    let closed = progress?.closed ?? false;
    for (let stroke = progress?.stroke ?? 0; stroke < strokes; stroke++) {
      const span: StrokeSpan = { drawing, from: strokeStart(drawing, stroke), to: strokeStart(drawing, stroke + 1) };
      if (stroke !== progress?.stroke) {
        curves = 0;
        closed = false;
      }
      if (closed) continue;
      const whole = curvesOf(span);
      for (; curves + CURVES_A_PATH <= whole; curves += CURVES_A_PATH)
        strokePath(settled, span, curves, curves + CURVES_A_PATH, false);
      closed = !(open && stroke === strokes - 1);
      strokePath(closed ? settled : wet, span, curves, whole, true);
      if (!closed) wetBox = boxOf(span, curves);
    }
    progress = { columns: drawing.columns, points: drawing.points, stroke: Math.max(0, strokes - 1), curves, closed };
  }

  return {
    paint,
    forget() {
      progress = null;
    },
  };
}

/** Whether the drawing is the one that was painted, perhaps with more points. */
function continues(progress: Progress, drawing: Drawing): boolean {
  if (progress.columns !== drawing.columns || drawing.points < progress.points) return false;
  if (!progress.closed || drawing.points === progress.points) return true;
  return drawing.columns.stroke[progress.points] !== progress.stroke;
}

/** One stroke of a drawing: its points from `from` up to `to`. */
interface StrokeSpan {
  readonly drawing: Drawing;
  readonly from: number;
  readonly to: number;
}

/** The number of curves, one per inner point, from the middle of the segment before it to the middle of the one after. */
function curvesOf({ from, to }: StrokeSpan): number {
  return Math.max(0, to - from - 2);
}

/** Strokes the curves `first` … `last` - 1, and the end of the stroke if `ending`. */
function strokePath(
  context: CanvasRenderingContext2D,
  span: StrokeSpan,
  first: number,
  last: number,
  ending: boolean,
): void {
  const { x, y } = span.drawing.columns;
  const { from, to } = span;
  context.beginPath();
  if (first === 0) {
    context.moveTo(x[from], y[from]);
    context.lineTo(x[from] + DOT_LENGTH, y[from]);
  } else {
    const point = from + first;
    context.moveTo((x[point] + x[point + 1]) / 2, (y[point] + y[point + 1]) / 2);
  }
  for (let point = from + first + 1; point <= from + last; point++) {
    context.quadraticCurveTo(x[point], y[point], (x[point] + x[point + 1]) / 2, (y[point] + y[point + 1]) / 2);
  }
  if (ending) context.lineTo(x[to - 1], y[to - 1]);
  context.stroke();
}

/** All that the path from curve `first` to the stroke's end can have touched: curves stay within their points' box. */
function boxOf({ drawing, from, to }: StrokeSpan, first: number): Box {
  const { left, top, right, bottom } = widened(NO_BOX, drawing, from + first, to);
  return { left: left - PEN_WIDTH, top: top - PEN_WIDTH, right: right + PEN_WIDTH, bottom: bottom + PEN_WIDTH };
}

/** A canvas loses its pen settings when its size changes, so they are set each time. */
function preparePen(context: CanvasRenderingContext2D, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = PEN_WIDTH;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}
