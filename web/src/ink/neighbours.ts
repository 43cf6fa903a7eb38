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

/** Pairs of a cell and a piece, the pairs of a piece together. */
export interface Neighbours {
  readonly count: number;
  readonly cells: Int16Array;
  readonly pieces: Int16Array;
  /** These are the neighbours among so many pieces. All later ones count too. */
  readonly among: number;
  /** Whether they still are, for ink placed like this, whose pieces from `changed` on are others than at the last call. */
  follow(pieces: Pieces, placement: Placement, changed: number): boolean;
  /** Finds them for ink placed as in the last call of `follow`, for which the field has its distances; if that will pay. */
  find(pieces: Pieces): void;
}

/**
 * Ink that is shifted by up to s changes no distance by more. So a piece that was farther from a cell than the nearest one by 2s
 * is not its nearest now, and no piece matters to a cell that was full by s. `squaredDistances` are the field's.
 */
export function createNeighbours({ rows, columns, reach, full }: Grid, squaredDistances: Float64Array): Neighbours {
  let count = 0;
  let cells = new Int16Array(FIRST_CAPACITY);
  let nearby = new Int16Array(FIRST_CAPACITY);
  let among = 0;
  let found: Placement | null = null;
  let now: Placement | null = null;
  let calm = false;
  /** From each cell, in pad units, squared: a piece that is nearer matters. 0 for cells that stay full. */
  const limits = new Float64Array(rows * columns);

  function add(cell: number, piece: number): void {
    if (count === cells.length) [cells, nearby] = [grown(cells), grown(nearby)];
    cells[count] = cell;
    nearby[count++] = piece;
  }

  function addAround(
    { left: lefts, top: tops, right: rights, bottom: bottoms }: Pieces,
    piece: number,
    at: Placement,
  ): void {
    const { cell, x, y, atX, atY } = at;
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
        if (awayX * awayX + awayY * awayY < limits[row * columns + column]) add(row * columns + column, piece);
      }
    }
  }

  return {
    get count() {
      return count;
    },
    get cells() {
      return cells;
    },
    get pieces() {
      return nearby;
    },
    get among() {
      return among;
    },
    follow(pieces, placement, changed) {
      if (changed < among || pieces.count - among > MOST_LATER) found = null;
      calm = now !== null && isWithin(CALM, now, placement);
      now = placement;
      return found !== null && isWithin(SHIFT, found, placement);
    },
    find(pieces) {
      found = null;
      among = 0;
      if (now === null || !calm) return;
      const staysFull = (Math.max(0, full - SHIFT) * now.cell) ** 2;
      for (let i = 0; i < limits.length; i++) {
        const squared = squaredDistances[i];
        limits[i] = squared <= staysFull ? 0 : (Math.sqrt(squared) + 2 * SHIFT * now.cell) ** 2;
      }
      count = 0;
      // The last one may still grow.
      among = Math.max(0, pieces.count - 1);
      for (let piece = 0; piece < among; piece++) addAround(pieces, piece, now);
      found = now;
    },
  };
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
