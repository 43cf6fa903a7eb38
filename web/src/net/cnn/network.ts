import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/**
 * The network with its parameters. All implementations give the same numbers; other weights make another Network. A
 * picture is 28×28 values, 0…1, row by row; many pictures follow one another in one array.
 */
export interface Network {
  readonly weights: Weights;
  /**
   * Runs the network on a picture and keeps everything it computes. Each call returns a new Trace, so that passes can
   * be told apart by identity, but overwrites the same arrays.
   * @throws RangeError if the input has another length
   */
  forward(input: Float32Array): Trace;
  /**
   * The gradient of a digit's logit, or of its lead over a rival's, with respect to the 784 cells of the input. It
   * flows through winners and live units only. Each call overwrites the same array.
   * @throws RangeError if the trace is not the last one of this network, or if there is no such digit
   */
  gradient(trace: Trace, digit: number, rival?: number): Float32Array;
  /**
   * The logits of many pictures, (pictures, 10), in a new array. The last Trace stays valid. What a picture has in
   * common with the one before it may be computed only once, so similar pictures should follow one another.
   * @throws RangeError if the values do not make up whole pictures
   */
  logits(pictures: Float32Array): Float32Array;
  /**
   * The gradients at many pictures, (pictures, 784), in a new array. The last Trace stays valid.
   * @throws RangeError if the values do not make up whole pictures, or if there is no such digit
   */
  gradients(pictures: Float32Array, digit: number, rival?: number): Float32Array;
  /**
   * What all links add to their targets, if the network can tell cheaply; else explain/contributions.ts works it out.
   * Each call overwrites the same arrays.
   * @throws RangeError if the trace is not the last one of this network
   */
  readonly linkSums?: (trace: Trace) => LinkSums;
  /**
   * The network with other weights, which computes in the same memory: a forward pass of one ends the other's last
   * Trace.
   */
  withWeights(weights: Weights): Network;
}

/** Values by what they lead to: 8 and 16 maps, 16 groups of fc1 units, 10 digits. */
type ValuesByTarget = Readonly<Record<'conv1' | 'conv2' | 'fc1' | 'output', Float64Array>>;

/** See explain/contributions.ts. */
export interface LinkSums {
  readonly links: ValuesByTarget;
  readonly biases: ValuesByTarget;
  readonly sums: ValuesByTarget;
}
