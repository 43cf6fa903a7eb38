import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** The network with its parameters; however it computes, it gives the same numbers. Other weights are another Network. */
export interface Network {
  readonly weights: Weights;
  /**
   * Runs the network on 28×28 values, 0…1, row by row, and keeps all that it computes. Each call returns another Trace, so
   * that identity tells a pass from the one before; its arrays are the same every time, overwritten.
   * @throws RangeError where the input has another length
   */
  forward(input: Float32Array): Trace;
}
