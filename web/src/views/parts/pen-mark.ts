import type { Context } from './canvas.ts';

/** A pencil's outline in a square of 1, its point at the lower left; dial.css has the same. */
const OUTLINE = [
  [0, 1],
  [0.1, 0.66],
  [0.7, 0.06],
  [0.94, 0.3],
  [0.34, 0.9],
] as const;

/** What the pen's network says has this mark, in the context's fill style; `x` and `y` of its upper left corner. */
export function paintPenMark(context: Context, x: number, y: number, size: number): void {
  context.beginPath();
  for (const [right, down] of OUTLINE) context.lineTo(x + size * right, y + size * down);
  context.fill();
}
