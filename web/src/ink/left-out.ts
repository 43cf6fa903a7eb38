import { appendPoint, beginStroke, type Drawing, emptyDrawing } from './drawing.ts';

/** The drawing without some of its strokes, by number; the same drawing where it has none of them. */
export function withoutStrokes(drawing: Drawing, leftOut: readonly number[]): Drawing {
  if (leftOut.length === 0) return drawing;
  const { x, y, t, stroke } = drawing.columns;
  let kept = emptyDrawing();
  let last: number | null = null;
  for (let point = 0; point < drawing.points; point++) {
    if (leftOut.includes(stroke[point])) continue;
    const at = { x: x[point], y: y[point], t: t[point] };
    kept = stroke[point] === last ? appendPoint(kept, at) : beginStroke(kept, at);
    last = stroke[point];
  }
  return kept.points === drawing.points ? drawing : kept;
}
