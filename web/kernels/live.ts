// Which pooled cells are live, as bits: walking from bit to bit takes no branch that a processor could guess wrong at
// every cell.

import { PASS_CONV2_WINNERS, POOL2_SIDE } from './constants';

/** Bit i tells whether cell `first + i`, of the map of the second convolution that begins at `first`, has a winner. */
export function liveCells(pass: usize, first: usize): u32 {
  const dead = deadCells(pass + PASS_CONV2_WINNERS + first) | (deadCells(pass + PASS_CONV2_WINNERS + first + 16) << 16);
  return ~dead & ((1 << (POOL2_SIDE * POOL2_SIDE)) - 1);
}

/** Of sixteen winners, those below 0. */
@inline
export function deadCells(winners: usize): u32 {
  return i8x16.bitmask(v128.load(winners));
}

/** The row of a pooled cell's winner in the map before pooling; the cell counted from its map's first. */
@inline
export function winnerRow(cell: usize, side: usize, winner: usize): usize {
  return 2 * (cell / side) + (winner >> 1);
}

@inline
export function winnerColumn(cell: usize, side: usize, winner: usize): usize {
  return 2 * (cell % side) + (winner & 1);
}
