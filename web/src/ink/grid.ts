/** A grid of cells, and where the ink lies on it. */

/** How pad units lie on the grid: (x, y) at cell place (atX, atY), a cell `cell` pad units wide. */
export interface Placement {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly atX: number;
  readonly atY: number;
}

/** Distances in cells: ink farther than `reach` leaves a cell blank, ink nearer than `full` fills it. Columns are 32 at most. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly reach: number;
  readonly full: number;
}
