/** From how far the cells of the network's input are from the ink to what they hold. */

import description from '#architecture';
import type { Grid, Placement } from './grid.ts';

const { height: ROWS, width: COLUMNS } = description.input;
const { mass_center: MASS_CENTER } = description.ink;

/** How many cells the input has. */
export const CELLS = ROWS * COLUMNS;

/** The input's grid for a pen of so many cells in radius. */
export function gridFor(radius: number): Grid {
  const reach = radius + 0.5;
  return { rows: ROWS, columns: COLUMNS, reach, full: Math.max(0, reach - 1) };
}

/** The placement shifted so that the centre of mass of the ink, which must not all lie off the grid, is where MNIST's is. */
export function centredByMass(placement: Placement, squaredDistances: Float64Array, grid: Grid): Placement {
  const { blank, filled } = squaredLimits(placement.cell, grid);
  const { reach } = grid;
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let row = 0, cell = 0; row < ROWS; row++) {
    let inRow = 0;
    for (let column = 0; column < COLUMNS; column++, cell++) {
      const squared = squaredDistances[cell];
      if (squared >= blank) continue;
      const value = squared <= filled ? 1 : reach - Math.sqrt(squared) / placement.cell;
      inRow += value;
      momentX += value * (column + 0.5);
    }
    mass += inRow;
    momentY += inRow * (row + 0.5);
  }
  const atX = placement.atX + MASS_CENTER - momentX / mass;
  const atY = placement.atY + MASS_CENTER - momentY / mass;
  return { ...placement, atX, atY };
}

/** `cell` is the side of a cell, in the distances' unit. */
export function writeInk(squaredDistances: Float64Array, cell: number, grid: Grid, ink: Float32Array): void {
  const { blank, filled } = squaredLimits(cell, grid);
  const { reach } = grid;
  for (let i = 0; i < ink.length; i++) {
    const squared = squaredDistances[i];
    ink[i] = squared >= blank ? 0 : squared <= filled ? 1 : reach - Math.sqrt(squared) / cell;
  }
}

/** Distances from which on a cell is blank, and up to which it is full: most are one or the other, and need no root. */
function squaredLimits(cell: number, { reach, full }: Grid): { readonly blank: number; readonly filled: number } {
  return { blank: (reach * cell) ** 2, filled: (full * cell) ** 2 };
}
