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
 * Every new point may change the scale or the shift, and with them all values. But each cell's nearest segment is mostly the one
 * it was, and whole pieces of the ink are too far to be nearer, or lie where the cells are full: long ink on a small grid is mostly
 * ink over ink. While the bounding box stays, the first drawing only goes on.
 */

import description from '#architecture';
import { type Box, NO_BOX, widened } from './box.ts';
import { CELLS, centredByMass, gridFor, writeInk } from './cells.ts';
import { type Drawing, isEmpty } from './drawing.ts';
import { approachInk, createField, placeInk } from './field.ts';
import type { Placement } from './grid.ts';
import { createPieces } from './pieces.ts';

/**
 * Drawing → the network's input, row by row, 0…1; null for an empty drawing. Each call overwrites the same values and
 * returns a new view of them, so that inputs can be told apart by identity.
 */
export interface Rasterize {
  (drawing: Drawing): Float32Array | null;
  /** How the last drawing that was not empty lies on the grid. */
  placement(): Placement;
}

/** The pen's radius, in cells. */
export const PEN_RADIUS = description.ink.pen_radius;
const { ink_span: INK_SPAN, box_center: BOX_CENTER } = description.ink;
const GRID = gridFor(PEN_RADIUS);

export function createRasterizer(): Rasterize {
  const input = new Float32Array(CELLS);
  const { pieces, follow } = createPieces();
  const boxed = createField(GRID);
  const massed = createField(GRID);
  /** The drawing that is held by all these, centred by `box`. */
  let held: Drawing | null = null;
  let box = NO_BOX;
  let placed = centredByBox(box);

  const rasterize = (drawing: Drawing): Float32Array | null => {
    if (isEmpty(drawing)) return null;
    const known = held !== null && held.columns === drawing.columns;
    const goesOn = known && held !== null && held.points <= drawing.points;
    const newBox = widened(goesOn ? box : NO_BOX, drawing, goesOn && held !== null ? held.points : 0, drawing.points);
    const centred = centredByBox(newBox);
    const changed = follow(drawing, goesOn, centred.cell);
    if (goesOn && isSameBox(box, newBox)) approachInk(boxed, drawing, pieces, centred, changed);
    else placeInk(boxed, drawing, pieces, centred, known, changed);
    held = drawing;
    box = newBox;

    placed = centredByMass(centred, boxed.squaredDistances, GRID);
    placeInk(massed, drawing, pieces, placed, known, changed);
    writeInk(massed.squaredDistances, centred.cell, GRID, input);
    return input.subarray();
  };
  return Object.assign(rasterize, { placement: () => placed });
}

/** The ink with its pen spans 20 cells, and its box is centred at 14. */
export function centredByBox({ left, top, right, bottom }: Box): Placement {
  const longerSide = Math.max(right - left, bottom - top);
  return {
    cell: longerSide > 0 ? longerSide / (INK_SPAN - 2 * PEN_RADIUS) : 1,
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    atX: BOX_CENTER,
    atY: BOX_CENTER,
  };
}

function isSameBox(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
