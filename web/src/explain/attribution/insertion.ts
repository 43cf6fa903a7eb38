import { architecture } from '../../net/cnn/architecture.ts';
import type { Alter } from './altered.ts';

const { inputHeight: ROWS, inputWidth: COLUMNS } = architecture.conv1;

/**
 * Insertion: touches a cell with the pen, as the ink rule draws a dot. A cell whose centre is d cells away gets
 * clamp(radius + ½ − d, 0, 1) where that is more than it has; nothing is scaled or centred anew.
 * @param radius of the pen, in cells
 */
export function addDot(radius: number): Alter {
  const reach = Math.floor(radius + 0.5);
  return (picture, row, column) => {
    let changed = false;
    for (let i = Math.max(0, row - reach); i <= Math.min(ROWS - 1, row + reach); i++) {
      for (let j = Math.max(0, column - reach); j <= Math.min(COLUMNS - 1, column + reach); j++) {
        const ink = Math.fround(Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(i - row, j - column))));
        if (ink <= picture[i * COLUMNS + j]) continue;
        picture[i * COLUMNS + j] = ink;
        changed = true;
      }
    }
    return changed;
  };
}
