/**
 * The ink rule: a drawing → the 28×28 values the network reads. The Python package's `ink.py` does the same; the golden
 * drawings keep the two in step.
 *
 * 1. A cell is 1 wide and cell i's centre is at i + ½. The pen is a disc of radius r.
 * 2. The points are scaled so that the ink, pen included, spans 20 cells, and their bounding box is centred at 14.
 * 3. A cell's value is clamp(r + ½ − d, 0, 1), where d is the distance from its centre to the nearest segment.
 * 4. The drawing is rasterized again, shifted so that the first result's centre of mass would lie at 14.5. Ink that
 *    leaves the grid is lost.
 *
 * A segment is measured only against the cells within its reach that are not full yet: long strokes on a small grid are
 * mostly ink over ink. While the bounding box stays the same, step 3 only adds the new points.
 */

import description from '#architecture';
import { type Box, NO_BOX, widened } from './box.ts';
import { type Drawing, isEmpty } from './drawing.ts';

/**
 * Drawing → the network's input, row by row, 0…1; null for an empty drawing. Each call overwrites the same values and
 * returns a new view of them, so that inputs can be told apart by identity.
 */
export type Rasterize = (drawing: Drawing) => Float32Array | null;

const { height: ROWS, width: COLUMNS } = description.input;
const {
  pen_radius: PEN_RADIUS,
  ink_span: INK_SPAN,
  box_center: BOX_CENTER,
  mass_center: MASS_CENTER,
} = description.ink;
/** Cells this far from the ink, or farther, are blank. */
const REACH = PEN_RADIUS + 0.5;
const BLANK_SQUARED = REACH ** 2;
/** Cells this near to the ink, or nearer, are full. */
const FULL_SQUARED = Math.max(0, REACH - 1) ** 2;

export function createRasterizer(): Rasterize {
  const input = new Float32Array(ROWS * COLUMNS);
  const boxed = createField();
  const massed = createField();
  /** The drawing that `boxed` holds, centred by `box`. */
  let held: Drawing | null = null;
  let box = NO_BOX;

  return (drawing) => {
    if (isEmpty(drawing)) return null;
    const goesOn = held !== null && held.columns === drawing.columns && held.points <= drawing.points;
    const firstNew = goesOn && held !== null ? held.points : 0;
    const newBox = widened(goesOn ? box : NO_BOX, drawing, firstNew, drawing.points);
    const placement = centredByBox(newBox);
    if (goesOn && isSameBox(box, newBox)) {
      approach(boxed, drawing, firstNew, placement);
    } else {
      empty(boxed);
      approach(boxed, drawing, 0, placement);
    }
    held = drawing;
    box = newBox;

    empty(massed);
    approach(massed, drawing, 0, centredByMass(placement, boxed));
    for (let cell = 0; cell < input.length; cell++) input[cell] = inkValue(massed.squaredDistances[cell]);
    return input.subarray();
  };
}

/** How far each cell is from the ink. */
interface Field {
  /** From each cell's centre, row by row. */
  readonly squaredDistances: Float64Array;
  /** Each row's cells that are not full yet, as bits: one test tells whether a stretch of a row can still change. */
  readonly open: Int32Array;
}

function createField(): Field {
  return { squaredDistances: new Float64Array(ROWS * COLUMNS), open: new Int32Array(ROWS) };
}

function empty({ squaredDistances, open }: Field): void {
  squaredDistances.fill(BLANK_SQUARED);
  open.fill(-1);
}

/** How pad units map to the grid: (x, y) lies at (atX, atY) in cells, and a pad unit is `scale` cells long. */
interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly atX: number;
  readonly atY: number;
}

function centredByBox({ left, top, right, bottom }: Box): Placement {
  const longerSide = Math.max(right - left, bottom - top);
  return {
    scale: longerSide > 0 ? (INK_SPAN - 2 * PEN_RADIUS) / longerSide : 1,
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    atX: BOX_CENTER,
    atY: BOX_CENTER,
  };
}

function centredByMass(placement: Placement, { squaredDistances }: Field): Placement {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let row = 0, cell = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++, cell++) {
      const value = inkValue(squaredDistances[cell]);
      mass += value;
      momentX += value * (column + 0.5);
      momentY += value * (row + 0.5);
    }
  }
  // Ink centred by its box lies on the grid, so the mass is not 0.
  const atX = placement.atX + MASS_CENTER - momentX / mass;
  const atY = placement.atY + MASS_CENTER - momentY / mass;
  return { ...placement, atX, atY };
}

function inkValue(squaredDistance: number): number {
  if (squaredDistance >= BLANK_SQUARED) return 0;
  return squaredDistance <= FULL_SQUARED ? 1 : REACH - Math.sqrt(squaredDistance);
}

/**
 * Lowers each cell's squared distance to the ink where a segment is nearer, for the segments from point `first` on (a
 * segment belongs to the point it ends at). Distances of cells already full are not lowered further.
 */
function approach({ squaredDistances, open }: Field, drawing: Drawing, first: number, placement: Placement): void {
  const { x, y, stroke } = drawing.columns;
  const { scale, x: centerX, y: centerY, atX, atY } = placement;
  for (let point = first; point < drawing.points; point++) {
    // A stroke's first point is a segment of its own, of length 0.
    const from = point > 0 && stroke[point - 1] === stroke[point] ? point - 1 : point;
    const startX = (x[from] - centerX) * scale + atX;
    const startY = (y[from] - centerY) * scale + atY;
    const alongX = (x[point] - x[from]) * scale;
    const alongY = (y[point] - y[from]) * scale;
    const lengthSquared = alongX * alongX + alongY * alongY;
    // A repeated point adds nothing. Points lie on whole units, so no more segments count than the ink is long, in
    // pad units.
    if (lengthSquared === 0 && from !== point) continue;
    const perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;
    const lowX = Math.min(startX, startX + alongX);
    const highX = Math.max(startX, startX + alongX);
    const lowY = Math.min(startY, startY + alongY);
    const highY = Math.max(startY, startY + alongY);
    const isLong = highX - lowX > 1 && highY - lowY > 1;
    const slope = isLong ? alongX / alongY : 0;
    const lastRow = Math.min(ROWS - 1, Math.floor(highY + REACH - 0.5));
    for (let row = Math.max(0, Math.ceil(lowY - REACH - 0.5)); row <= lastRow; row++) {
      const toY = row + 0.5 - startY;
      let west = lowX;
      let east = highX;
      if (isLong) {
        // Only the part of the segment within reach of this row counts: a slanted segment's box is mostly empty.
        const one = startX + (toY - REACH) * slope;
        const other = startX + (toY + REACH) * slope;
        west = Math.max(west, Math.min(one, other));
        east = Math.min(east, Math.max(one, other));
      }
      const firstColumn = Math.max(0, Math.ceil(west - REACH - 0.5));
      const lastColumn = Math.min(COLUMNS - 1, Math.floor(east + REACH - 0.5));
      if (firstColumn > lastColumn) continue;
      let candidates = open[row] & (-1 << firstColumn) & (-1 >>> (31 - lastColumn));
      while (candidates !== 0) {
        const column = 31 - Math.clz32(candidates & -candidates);
        candidates &= candidates - 1;
        const toX = column + 0.5 - startX;
        const share = Math.min(1, Math.max(0, (toX * alongX + toY * alongY) * perLength));
        const awayX = toX - share * alongX;
        const awayY = toY - share * alongY;
        const squared = awayX * awayX + awayY * awayY;
        const cell = row * COLUMNS + column;
        if (squared < squaredDistances[cell]) {
          squaredDistances[cell] = squared;
          if (squared <= FULL_SQUARED) open[row] &= ~(1 << column);
        }
      }
    }
  }
}

function isSameBox(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
