import { type Box, NO_BOX, widened } from '../ink/box.ts';
import { type Drawing, PAD_SIDE, PEN_WIDTH, strokeCount, strokeStart } from '../ink/drawing.ts';
import { continues, type Progress, type Snapshots } from './snapshots.ts';

/** Curves per path. Within a path edges are smooth, but one path for a long stroke would cost more with every point. */
const CURVES_A_PATH = 32;
const WHOLE_PAD: Box = { left: 0, top: 0, right: PAD_SIDE, bottom: PAD_SIDE };
/** So many more points take longer to paint than a snapshot that has them. */
const FAR_POINTS = 100;
/** Keeps a path of one point from being no path at all. */
const DOT_LENGTH = 0.5;

/**
 * Paints a drawing that grows onto two canvases that lie over one another: below what is settled, above it the end of the stroke
 * under way, which the next point bends and which is painted anew each time.
 */
export interface StrokePainter {
  /** `open`: the last stroke is still being drawn. Both contexts use pad units. */
  paint(drawing: Drawing, open: boolean, color: string): void;
  /** For when the canvases were blanked or the colour changed: the next `paint` starts over. */
  forget(): void;
}

/** `snapshots` are of what is settled. */
export function createStrokePainter(
  settled: CanvasRenderingContext2D,
  wet: CanvasRenderingContext2D,
  snapshots: Snapshots,
): StrokePainter {
  let progress: Progress | null = null;
  /** Where the upper canvas shows anything. */
  let wetBox: Box | null = null;
  /** Of both canvases' pens; null where the canvases may have forgotten theirs, as they do when their size changes. */
  let penColor: string | null = null;

  function paint(drawing: Drawing, open: boolean, color: string): void {
    if (progress !== null && !continues(progress, drawing)) progress = null;
    if (wetBox !== null) clear(wet, wetBox);
    wetBox = null;
    if (progress === null) {
      clear(settled, WHOLE_PAD);
      progress = snapshots.goNear(drawing);
    } else if (drawing.points > progress.points + FAR_POINTS) {
      progress = snapshots.goNear(drawing, progress.points + FAR_POINTS) ?? progress;
    }
    if (penColor !== color) for (const context of [settled, wet]) preparePen(context, color);
    penColor = color;
    const strokes = strokeCount(drawing);
    let curves = progress?.curves ?? 0;
    let closed = progress?.closed ?? false;
    let underWay: StrokeSpan | null = null;
    for (let stroke = progress?.stroke ?? 0; stroke < strokes; stroke++) {
      const span: StrokeSpan = { drawing, from: strokeStart(drawing, stroke), to: strokeStart(drawing, stroke + 1) };
      if (stroke !== progress?.stroke) {
        curves = 0;
        closed = false;
      }
      if (closed) continue;
      const whole = curvesOf(span);
      while (curves + CURVES_A_PATH <= whole) {
        strokePath(settled, span, curves, curves + CURVES_A_PATH, false);
        curves += CURVES_A_PATH;
        // A curve ends between the two points after it.
        snapshots.offer({ columns: drawing.columns, points: span.from + curves + 2, stroke, curves, closed: false });
      }
      closed = !(open && stroke === strokes - 1);
      if (!closed) {
        underWay = span;
        break;
      }
      strokePath(settled, span, curves, whole, true);
      snapshots.offer({ columns: drawing.columns, points: span.to, stroke, curves, closed });
    }
    if (underWay !== null) {
      strokePath(wet, underWay, curves, curvesOf(underWay), true);
      wetBox = boxOf(underWay, curves, curvesOf(underWay));
    }
    progress = { columns: drawing.columns, points: drawing.points, stroke: Math.max(0, strokes - 1), curves, closed };
  }

  return {
    paint,
    forget() {
      progress = null;
      penColor = null;
      snapshots.forget();
    },
  };
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

/** All that the path of the curves `first` … `last` - 1, with the stroke's end or without, can touch: curves stay between points. */
function boxOf({ drawing, from, to }: StrokeSpan, first: number, last: number): Box {
  const box = widened(NO_BOX, drawing, from + first, Math.min(to, from + last + 2));
  return {
    left: box.left - PEN_WIDTH,
    top: box.top - PEN_WIDTH,
    right: box.right + PEN_WIDTH,
    bottom: box.bottom + PEN_WIDTH,
  };
}

function clear(context: CanvasRenderingContext2D, { left, top, right, bottom }: Box): void {
  context.clearRect(left, top, right - left, bottom - top);
}

function preparePen(context: CanvasRenderingContext2D, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = PEN_WIDTH;
  context.lineCap = 'round';
  context.lineJoin = 'round';
}
