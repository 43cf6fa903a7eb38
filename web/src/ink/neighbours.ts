/**
 * Which pieces of the ink are near enough to which cells to matter, while the ink is only shifted a little: as in Verlet's lists
 * of neighbours (1967, doi 10.1103/PhysRev.159.98), found once and used until something may have moved too far.
 */

import { distanceOutside } from './box.ts';
import type { Grid, Placement } from './grid.ts';
import type { Pieces } from './pieces.ts';

/** How far the ink may be shifted, in cells, before neighbours are found anew. */
const SHIFT = 0.06;
/** Finding neighbours pays once the ink moves less than this from one placement to the next, in cells. */
const CALM = 0.006;
/** So many later pieces are measured besides before neighbours are found anew. */
const MOST_LATER = 64;
const FIRST_CAPACITY = 1024;

/** Pairs of a cell and a piece, the pairs of a piece together. Plain data, as a field is. */
export interface Neighbours {
  count: number;
  cells: Int16Array<ArrayBuffer>;
  pieces: Int16Array<ArrayBuffer>;
  /** These are the neighbours among so many pieces. All later ones count too. */
  among: number;
  /** How the ink lay when they were found; null if they do not hold. */
  found: Placement | null;
  now: Placement | null;
  calm: boolean;
  /** From each cell, in pad units, squared: a piece that is nearer matters. 0 for cells that stay full. */
  readonly limits: Float64Array;
}

export function createNeighbours({ rows, columns }: Grid): Neighbours {
  return {
    count: 0,
    cells: new Int16Array(FIRST_CAPACITY),
    pieces: new Int16Array(FIRST_CAPACITY),
    among: 0,
    found: null,
    now: null,
    calm: false,
    limits: new Float64Array(rows * columns),
  };
}

/** Whether they still do, for ink placed like this, whose pieces from `changed` on are others than at the last call. */
export function stillHold(held: Neighbours, pieces: Pieces, placement: Placement, changed: number): boolean {
  if (changed < held.among || pieces.count - held.among > MOST_LATER) held.found = null;
  held.calm = held.now !== null && isWithin(CALM, held.now, placement);
  held.now = placement;
  return held.found !== null && isWithin(SHIFT, held.found, placement);
}

/**
 * Finds them for ink placed as in the last call of `stillHold`, if that will pay. `squaredDistances` are the field's for it.
 *
 * Ink that is shifted by up to s changes no distance by more. So a piece that was farther from a cell than the nearest one by 2s
 * is not its nearest now, and no piece matters to a cell that was full by s.
 */
export function findNeighbours(held: Neighbours, grid: Grid, pieces: Pieces, squaredDistances: Float64Array): void {
  const { now, calm, limits } = held;
  held.found = null;
  held.among = 0;
  if (now === null || !calm) return;
  const staysFull = (Math.max(0, grid.full - SHIFT) * now.cell) ** 2;
  for (let i = 0; i < limits.length; i++) {
    const squared = squaredDistances[i];
    limits[i] = squared <= staysFull ? 0 : (Math.sqrt(squared) + 2 * SHIFT * now.cell) ** 2;
  }
  held.count = 0;
  // The last one may still grow.
  held.among = Math.max(0, pieces.count - 1);
  for (let piece = 0; piece < held.among; piece++) addAround(held, grid, pieces, piece, now);
  held.found = now;
}

function addAround(
  held: Neighbours,
  { rows, columns, reach }: Grid,
  { left: lefts, top: tops, right: rights, bottom: bottoms }: Pieces,
  piece: number,
  { cell, x, y, atX, atY }: Placement,
): void {
  const left = lefts[piece];
  const top = tops[piece];
  const right = rights[piece];
  const bottom = bottoms[piece];
  const around = reach + 2 * SHIFT;
  const firstColumn = Math.max(0, Math.ceil((left - x) / cell + atX - around - 0.5));
  const lastColumn = Math.min(columns - 1, Math.floor((right - x) / cell + atX + around - 0.5));
  const firstRow = Math.max(0, Math.ceil((top - y) / cell + atY - around - 0.5));
  const lastRow = Math.min(rows - 1, Math.floor((bottom - y) / cell + atY + around - 0.5));
  for (let row = firstRow; row <= lastRow; row++) {
    const toY = y + (row + 0.5 - atY) * cell;
    const awayY = distanceOutside(top, bottom, toY);
    for (let column = firstColumn; column <= lastColumn; column++) {
      const toX = x + (column + 0.5 - atX) * cell;
      const awayX = distanceOutside(left, right, toX);
      if (awayX * awayX + awayY * awayY < held.limits[row * columns + column]) add(held, row * columns + column, piece);
    }
  }
}

function add(held: Neighbours, cell: number, piece: number): void {
  if (held.count === held.cells.length) {
    held.cells = grown(held.cells);
    held.pieces = grown(held.pieces);
  }
  held.cells[held.count] = cell;
  held.pieces[held.count++] = piece;
}

/** Whether the ink lies equally large on the grid, and is shifted by up to so many cells. */
function isWithin(cells: number, before: Placement, now: Placement): boolean {
  if (before.cell !== now.cell) return false;
  const right = (now.x - before.x) / now.cell - (now.atX - before.atX);
  const down = (now.y - before.y) / now.cell - (now.atY - before.atY);
  return right * right + down * down <= cells * cells;
}

function grown(held: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  const room = new Int16Array(2 * held.length);
  room.set(held);
  return room;
}
