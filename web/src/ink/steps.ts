/**
 * The ink rule with some of its steps left out, for seeing what each is for. It is worked out anew for each drawing, by what
 * raster.ts follows a drawing with; the Python package's `ink_steps.py` does the same, and golden cases keep the two in step.
 */

import description from '#architecture';
import { type Box, NO_BOX, widened } from './box.ts';
import { CELLS, centredByMass, gridFor, writeInk } from './cells.ts';
import { type Drawing, isEmpty, PAD_SIDE, PEN_WIDTH } from './drawing.ts';
import { createField, placeInk } from './field.ts';
import type { Placement } from './grid.ts';
import { createPieces } from './pieces.ts';
import { centredByBox, PEN_RADIUS } from './raster.ts';

/** The steps that are taken. */
export interface InkSteps {
  /** The ink is made to span 20 cells, its box centred at 14; if not, the pad's square is laid onto the grid. */
  readonly fit: boolean;
  /** The ink's centre of mass is moved to 14.5; if not, the ink stays where the step before has put it. */
  readonly mass: boolean;
  /** The pen is as wide as in training; if not, as wide as on the pad, and scaled with the ink. */
  readonly pen: boolean;
}

/** Drawing → 28×28 values, row by row, 0…1; null for an empty drawing. */
export function rasterizeWith(drawing: Drawing, steps: InkSteps): Float32Array | null {
  if (isEmpty(drawing)) return null;
  const placed = placedBy(widened(NO_BOX, drawing, 0, drawing.points), steps);
  const grid = gridFor(steps.pen ? PEN_RADIUS : PEN_WIDTH / 2 / placed.cell);
  const { pieces, follow } = createPieces();
  follow(drawing, false, placed.cell);
  const field = createField(grid);
  placeInk(field, drawing, pieces, placed, false, 0);
  // The pad's square is the grid, and so no drawing lies wholly off it.
  if (steps.mass)
    placeInk(field, drawing, pieces, centredByMass(placed, field.squaredDistances, grid), true, pieces.count);
  const input = new Float32Array(CELLS);
  writeInk(field.squaredDistances, placed.cell, grid, input);
  return input;
}

function placedBy(box: Box, { fit, pen }: InkSteps): Placement {
  if (!fit) return { cell: PAD_SIDE / description.input.width, x: 0, y: 0, atX: 0, atY: 0 };
  const centred = centredByBox(box);
  if (pen) return centred;
  const longerSide = Math.max(box.right - box.left, box.bottom - box.top);
  return { ...centred, cell: (longerSide + PEN_WIDTH) / description.ink.ink_span };
}
