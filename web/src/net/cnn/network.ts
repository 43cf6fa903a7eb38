import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/** The network with its parameters. All implementations give the same numbers. Other weights make another Network. */
export interface Network {
  readonly weights: Weights;
  /**
   * Runs the network on 28×28 values, 0…1, row by row, and keeps everything it computes. Each call returns a new Trace,
   * so that passes can be told apart by identity, but overwrites the same arrays.
   * @throws RangeError if the input has another length
   */
  forward(input: Float32Array): Trace;
}
