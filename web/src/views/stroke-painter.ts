import { type Box, NO_BOX, widened } from '../ink/box.ts';
import { type Drawing, PAD_SIDE, strokeCount, strokeStart } from '../ink/drawing.ts';

/** The pen's width on the pad, in pad units: about what the network gets, where the pen is 2.3 cells of a digit's 20. */
export const PEN_WIDTH = 230;
/** So many curves make one path. Within a path edges are smooth; a long stroke would cost more with every point. */
const CURVES_A_PATH = 32;
/** Keeps a path of one point from being no path at all. */
const DOT_LENGTH = 0.5;

/** Paints a drawing that grows: what is settled goes to `settled` once, the end of the stroke under way to `wet` each time. */
export interface StrokePainter {
  /** `open`: the last stroke is still being drawn. Both contexts have the pad unit as their unit. */
  paint(drawing: Drawing, open: boolean, color: string): void;
  /** The canvases were blanked, or the color changed: the next `paint` begins anew. */
  forget(): void;
}

/** How far `settled` has come. */
interface Progress {
  readonly columns: Drawing['columns'];
  /** Points it stands for. */
  readonly points: number;
  /** The stroke being painted. */
  readonly stroke: number;
  /** How many of its curves are on `settled`. */
  readonly curves: number;
  /** All of it is there, its end included. */
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

/** Whether the drawing is what was painted, or that and more. */
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

/** Curves go from the middle of one step to the middle of the next, bent towards the point between: none at either end. */
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

/** All that the path from curve `first` to the stroke's end can have touched: curves stay between their points. */
function boxOf({ drawing, from, to }: StrokeSpan, first: number): Box {
  const { left, top, right, bottom } = widened(NO_BOX, drawing, from + first, to);
  return { left: left - PEN_WIDTH, top: top - PEN_WIDTH, right: right + PEN_WIDTH, bottom: bottom + PEN_WIDTH };
}

/** A canvas forgets its pen when its size changes, so it is set each time. */
function preparePen(context: CanvasRenderingContext2D, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = PEN_WIDTH;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}
