/** Which cells of one grid a layer's cells depend on, and which cells depend on them, as rectangles. */

/** Cells of a grid from row `top` and column `left` up to, but without, row `bottom` and column `right`. */
export interface CellRectangle {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A cell, row-major, of a grid so many cells wide. */
export function rectangleOf(cell: number, width: number): CellRectangle {
  const [top, left] = [Math.trunc(cell / width), cell % width];
  return { top, left, bottom: top + 1, right: left + 1 };
}

/** What a convolution computes these cells from. */
export function patchUnder({ top, left, bottom, right }: CellRectangle, kernel: number): CellRectangle {
  return { top, left, bottom: bottom + kernel - 1, right: right + kernel - 1 };
}

/** What a pooling takes these cells from. */
export function windowUnder({ top, left, bottom, right }: CellRectangle, pool: number): CellRectangle {
  return { top: top * pool, left: left * pool, bottom: bottom * pool, right: right * pool };
}

/** The cells that a convolution, its output of this size, computes from any of these. */
export function convolvedFrom(
  { top, left, bottom, right }: CellRectangle,
  { kernel, height, width }: { readonly kernel: number; readonly height: number; readonly width: number },
): CellRectangle {
  return {
    top: Math.max(0, top - kernel + 1),
    left: Math.max(0, left - kernel + 1),
    bottom: Math.min(height, bottom),
    right: Math.min(width, right),
  };
}

/** The cells that a pooling takes from any of these. */
export function pooledFrom({ top, left, bottom, right }: CellRectangle, pool: number): CellRectangle {
  return {
    top: Math.trunc(top / pool),
    left: Math.trunc(left / pool),
    bottom: Math.ceil(bottom / pool),
    right: Math.ceil(right / pool),
  };
}
