// A pass brought up to date with another picture: only what the changed cells reach is worked out anew, each number by
// the very same operations as in a whole pass.

import { AT_NEXT, CONV1_KERNEL, CONV2_KERNEL, INPUT_SIDE, PASS_INPUT, POOL1_SIDE, POOL2_SIDE } from './constants';
import { convolveInput, convolveMaps } from './convolution';
import { multiply } from './linear';

/**
 * Runs the network on the picture at AT_NEXT, in a pass that is complete for another picture and the same parameters.
 */
export function update(pass: usize): void {
  let top = INPUT_SIDE;
  let bottom: usize = 0;
  let columns = 0;
  for (let row: usize = 0; row < INPUT_SIDE; row++) {
    let changed = 0;
    for (let column: usize = 0; column < INPUT_SIDE; column += 4) {
      const cell = (row * INPUT_SIDE + column) << 2;
      const value = v128.load(AT_NEXT + cell);
      changed |= i32x4.bitmask(i32x4.ne(value, v128.load(pass + cell, PASS_INPUT))) << (column as i32);
      v128.store(pass + cell, value, PASS_INPUT);
    }
    if (changed) {
      if (row < top) top = row;
      bottom = row + 1;
      columns |= changed;
    }
  }
  if (!columns) return;
  runFrom(pass, top, bottom, ctz(columns), 32 - clz(columns));
}

/** Runs the network on a pass's input, of which these rows and columns have changed, and keeps all that it computes. */
export function runFrom(pass: usize, top: usize, bottom: usize, left: usize, right: usize): void {
  top = firstPatch(top, CONV1_KERNEL);
  left = firstPatch(left, CONV1_KERNEL);
  bottom = endPatch(bottom, POOL1_SIDE);
  right = endPatch(right, POOL1_SIDE);
  convolveInput(pass, top, bottom, left, right);
  top = firstPatch(top, CONV2_KERNEL);
  left = firstPatch(left, CONV2_KERNEL);
  bottom = endPatch(bottom, POOL2_SIDE);
  right = endPatch(right, POOL2_SIDE);
  convolveMaps(pass, top, bottom, left, right);
  multiply(pass);
}

/** The first patch that looks at a cell: patch p looks at the cells 2p … 2p + kernel. */
function firstPatch(cell: usize, kernel: usize): usize {
  return cell < kernel ? 0 : (cell - kernel + 1) >> 1;
}

/** Behind the last patch that looks at a cell before `end`. */
function endPatch(end: usize, patches: usize): usize {
  return min(patches, (end + 1) >> 1);
}
