// The network's kernels: what WebAssembly exports. A pass is named by its place in memory.

import { INPUT_SIDE } from './constants';
import { runFrom } from './update';

export { backward } from './backward';
export { contribute } from './contributions';
export { update } from './update';

/** Runs the network on a pass's input, and keeps all that it computes. */
export function forward(pass: usize): void {
  runFrom(pass, 0, INPUT_SIDE, 0, INPUT_SIDE);
}
