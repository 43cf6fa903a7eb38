import { architecture } from '../../net/cnn/architecture.ts';
import type { Alter } from './altered.ts';

const { inputHeight: ROWS, inputWidth: COLUMNS } = architecture.conv1;

/** Cells along a side of the square that is cleared. */
export const OCCLUDED_SIDE = 5;

/**
 * Occlusion: sets a square around a cell to 0, as far as it lies in the picture (Zeiler and Fergus 2014, doi
 * 10.1007/978-3-319-10590-1_53). A square without ink changes nothing.
 * @param side in cells, odd
 */
export function clearSquare(side: number): Alter {
  const reach = (side - 1) / 2;
  return (picture, row, column) => {
    const left = Math.max(0, column - reach);
    const right = Math.min(COLUMNS - 1, column + reach);
    let hadInk = false;
    for (let i = Math.max(0, row - reach); i <= Math.min(ROWS - 1, row + reach); i++) {
      for (let cell = i * COLUMNS + left; cell <= i * COLUMNS + right; cell++) {
        hadInk ||= picture[cell] !== 0;
        picture[cell] = 0;
      }
    }
    return hadInk;
  };
}
