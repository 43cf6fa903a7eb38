/** How near the ink is to the cells of a grid, wherever it is placed on them. */

import { distanceOutside } from './box.ts';
import type { Columns, Drawing } from './drawing.ts';
import type { Grid, Placement } from './grid.ts';
import { createNeighbours, findNeighbours, type Neighbours, stillHold } from './neighbours.ts';
import { type Pieces, segmentStart } from './pieces.ts';

/**
 * The cells of a grid and the ink nearest to them. Nothing is lowered below `full`, nor known beyond `reach`. Plain data with
 * functions beside it: browsers compile a function for all fields, where methods of each would be compiled anew.
 */
export interface Field {
  readonly grid: Grid;
  /** From each cell's centre to the nearest segment, row by row, in pad units, squared. */
  readonly squaredDistances: Float64Array;
  /** The point that each cell's nearest segment ends at. */
  readonly nearest: Int32Array;
  /** Each row's cells that are not full yet, as bits: one look tells whether a stretch of a row can still change. */
  readonly open: Int32Array;
  readonly neighbours: Neighbours;
}

const NO_POINT = -1;
/** Beyond so many cells both ways, a segment's box is mostly empty. */
const LONG = 2;

export function createField(grid: Grid): Field {
  const cells = grid.rows * grid.columns;
  return {
    grid,
    squaredDistances: new Float64Array(cells),
    nearest: new Int32Array(cells).fill(NO_POINT),
    open: new Int32Array(grid.rows),
    neighbours: createNeighbours(grid),
  };
}

/**
 * Places the ink anew. The segment that was the nearest to a cell before is near it still, most likely: it is measured first,
 * and only what could be nearer than that is measured after. `known`: the points of then are this drawing's, as far as it has
 * them. `changed`: the first piece that is another than at the last call.
 */
export function placeInk(
  field: Field,
  drawing: Drawing,
  pieces: Pieces,
  placement: Placement,
  known: boolean,
  changed: number,
): void {
  measureNearest(field, drawing, placement, known);
  const { grid, neighbours, squaredDistances } = field;
  if (stillHold(neighbours, pieces, placement, known ? changed : 0)) {
    approachNeighbours(field, drawing, pieces, placement);
    approachInk(field, drawing, pieces, placement, neighbours.among);
  } else {
    approachInk(field, drawing, pieces, placement, 0);
    findNeighbours(neighbours, grid, pieces, squaredDistances);
  }
}

function measureNearest(
  { grid, squaredDistances, nearest, open }: Field,
  drawing: Drawing,
  { cell, x, y, atX, atY }: Placement,
  known: boolean,
): void {
  const { rows, columns } = grid;
  const blank = (grid.reach * cell) ** 2;
  const filled = (grid.full * cell) ** 2;
  const last = known ? drawing.points - 1 : NO_POINT;
  for (let row = 0, i = 0; row < rows; row++) {
    const toY = y + (row + 0.5 - atY) * cell;
    let full = 0;
    for (let column = 0; column < columns; column++, i++) {
      const point = nearest[i];
      let squared = blank;
      if (point > last) nearest[i] = NO_POINT;
      else if (point !== NO_POINT) {
        squared = Math.min(blank, squaredDistance(drawing.columns, point, x + (column + 0.5 - atX) * cell, toY));
        if (squared <= filled) full |= 1 << column;
      }
      squaredDistances[i] = squared;
    }
    open[row] = ~full;
  }
}

function approachNeighbours(field: Field, drawing: Drawing, pieces: Pieces, { cell, x, y, atX, atY }: Placement): void {
  const { squaredDistances, open, neighbours } = field;
  const { columns, full } = field.grid;
  const { count, cells, pieces: nearby } = neighbours;
  const filled = (full * cell) ** 2;
  for (let pair = 0; pair < count; pair++) {
    const i = cells[pair];
    if (squaredDistances[i] <= filled) continue;
    const piece = nearby[pair];
    const row = Math.trunc(i / columns);
    const column = i - row * columns;
    const toX = x + (column + 0.5 - atX) * cell;
    const toY = y + (row + 0.5 - atY) * cell;
    const awayX = distanceOutside(pieces.left[piece], pieces.right[piece], toX);
    const awayY = distanceOutside(pieces.top[piece], pieces.bottom[piece], toY);
    if (awayX * awayX + awayY * awayY >= squaredDistances[i]) continue;
    measure(field, drawing, pieces, piece, i, toX, toY);
    if (squaredDistances[i] <= filled) open[row] &= ~(1 << column);
  }
}

/** Where the ink lies as before, takes in the pieces from `first` on. */
export function approachInk(field: Field, drawing: Drawing, pieces: Pieces, placement: Placement, first: number): void {
  const { squaredDistances, open } = field;
  const { rows, columns, reach, full } = field.grid;
  const { cell, x, y, atX, atY } = placement;
  const { count, first: firsts, left: lefts, top: tops, right: rights, bottom: bottoms } = pieces;
  const filled = (full * cell) ** 2;
  for (let piece = first; piece < count; piece++) {
    const left = lefts[piece];
    const right = rights[piece];
    const top = tops[piece];
    const bottom = bottoms[piece];
    // From pad units to cells, and how far the piece reaches.
    const west = (left - x) / cell + atX - reach;
    const east = (right - x) / cell + atX + reach;
    const south = (bottom - y) / cell + atY + reach;
    const north = (top - y) / cell + atY - reach;
    const isLong = east - west > 2 * reach + LONG && south - north > 2 * reach + LONG;
    const stretch = bitsWithin(columns, west, east);
    const lastRow = Math.min(rows - 1, Math.floor(south - 0.5));
    for (let row = Math.max(0, Math.ceil(north - 0.5)); row <= lastRow; row++) {
      let candidates = open[row] & stretch;
      if (candidates !== 0 && isLong) candidates &= bitsNear(field.grid, drawing, firsts[piece], placement, row);
      if (candidates === 0) continue;
      const toY = y + (row + 0.5 - atY) * cell;
      const awayY = distanceOutside(top, bottom, toY);
      const squaredAwayY = awayY * awayY;
      while (candidates !== 0) {
        const column = 31 - Math.clz32(candidates & -candidates);
        candidates &= candidates - 1;
        const toX = x + (column + 0.5 - atX) * cell;
        const awayX = distanceOutside(left, right, toX);
        const i = row * columns + column;
        if (awayX * awayX + squaredAwayY >= squaredDistances[i]) continue;
        measure(field, drawing, pieces, piece, i, toX, toY);
        if (squaredDistances[i] <= filled) open[row] &= ~(1 << column);
      }
    }
  }
}

function measure(
  { squaredDistances, nearest }: Field,
  { columns }: Drawing,
  pieces: Pieces,
  piece: number,
  i: number,
  toX: number,
  toY: number,
): void {
  const first = pieces.first[piece];
  const end = pieces.end[piece];
  // A piece of one segment that is the nearest has been measured.
  if (nearest[i] === first && end === first + 1) return;
  let least = squaredDistances[i];
  for (let point = first; point < end; point++) {
    const squared = squaredDistance(columns, point, toX, toY);
    if (squared >= least) continue;
    least = squared;
    nearest[i] = point;
  }
  squaredDistances[i] = least;
}

/** Of a row's cells, those that a long segment, which is a piece by itself, comes within reach of. */
function bitsNear(
  { columns, reach }: Grid,
  { columns: { x: xs, y: ys, stroke } }: Drawing,
  point: number,
  { cell, x, y, atX, atY }: Placement,
  row: number,
): number {
  const from = segmentStart(stroke, point);
  const slope = (xs[point] - xs[from]) / (ys[point] - ys[from]);
  const across = (xs[from] - x) / cell + atX;
  const down = row + 0.5 - ((ys[from] - y) / cell + atY);
  const aside = Math.abs(reach * slope) + reach;
  return bitsWithin(columns, across + down * slope - aside, across + down * slope + aside);
}

/** Of a row's cells, those with their centres from `west` to `east`. */
function bitsWithin(columns: number, west: number, east: number): number {
  const first = Math.max(0, Math.ceil(west - 0.5));
  const last = Math.min(columns - 1, Math.floor(east - 0.5));
  return first > last ? 0 : (-1 << first) & (-1 >>> (31 - last));
}

/** From a place in pad units to the segment that ends at `point`, squared. */
function squaredDistance({ x, y, stroke }: Columns, point: number, placeX: number, placeY: number): number {
  const from = segmentStart(stroke, point);
  const toX = placeX - x[from];
  const toY = placeY - y[from];
  const alongX = x[point] - x[from];
  const alongY = y[point] - y[from];
  const projected = toX * alongX + toY * alongY;
  if (projected <= 0) return toX * toX + toY * toY;
  const lengthSquared = alongX * alongX + alongY * alongY;
  const share = projected >= lengthSquared ? 1 : projected / lengthSquared;
  const awayX = toX - share * alongX;
  const awayY = toY - share * alongY;
  return awayX * awayX + awayY * awayY;
}
