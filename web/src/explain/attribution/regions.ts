import { architecture } from '../../net/cnn/architecture.ts';

const { inputHeight: ROWS, inputWidth: COLUMNS } = architecture.conv1;

/** A 3×3 grid over the ink's bounding box, row by row. */
export const PLACES = [
  'upperLeft',
  'top',
  'upperRight',
  'left',
  'middle',
  'right',
  'lowerLeft',
  'bottom',
  'lowerRight',
] as const;
export type Place = (typeof PLACES)[number];

/** A place and what it says: positive for the digit, negative for its rival. */
export interface Region {
  readonly place: Place;
  readonly amount: number;
}

/** A region is named if it has this share of all cells' magnitudes, and no more regions than this. */
const WORTH_NAMING = 0.15;
const MOST_NAMED = 3;

/** The regions that the shares of a drawing's cells bear out, the strongest first; none without ink. */
export function leadingRegions(input: Float32Array, shares: Float64Array): readonly Region[] {
  const placeOf = gridOver(input);
  if (placeOf === null) return [];
  const amounts = PLACES.map(() => 0);
  let magnitude = 0;
  shares.forEach((share, cell) => {
    amounts[placeOf(cell)] += share;
    magnitude += Math.abs(share);
  });
  return PLACES.map((place, i) => ({ place, amount: amounts[i] }))
    .filter(({ amount }) => amount !== 0 && Math.abs(amount) >= WORTH_NAMING * magnitude)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount))
    .slice(0, MOST_NAMED);
}

/**
 * The region of the cell with the largest value, for values that don't add up; a cell beside the box belongs to the
 * region that is nearest. Null without ink, or if all values are 0.
 */
export function strongestRegion(input: Float32Array, values: Float64Array): Region | null {
  const placeOf = gridOver(input);
  const cell = values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
  if (placeOf === null || values[cell] === 0) return null;
  return { place: PLACES[placeOf(cell)], amount: values[cell] };
}

/** Tells which of the nine regions a cell lies in. */
function gridOver(input: Float32Array): ((cell: number) => number) | null {
  let [top, bottom, left, right] = [ROWS, -1, COLUMNS, -1];
  input.forEach((ink, cell) => {
    if (!(ink > 0)) return;
    const [row, column] = [Math.trunc(cell / COLUMNS), cell % COLUMNS];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  if (bottom < top) return null;
  return (cell) => 3 * third(Math.trunc(cell / COLUMNS), top, bottom) + third(cell % COLUMNS, left, right);
}

/** 0, 1 or 2: the third of the cells first…last in which a cell's centre lies, or the nearest. */
function third(cell: number, first: number, last: number): number {
  return Math.min(2, Math.max(0, Math.floor((3 * (cell - first + 0.5)) / (last - first + 1))));
}
