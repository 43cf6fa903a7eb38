import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

/**
 * The network with its parameters; however it computes, it gives the same numbers. Pictures are 28×28 values, 0…1, row by row,
 * one after the other. Arrays that are not said to be new are the same every time, overwritten.
 */
export interface Network {
  readonly weights: Weights;
  /**
   * Runs the network and keeps all that it computes. Each call returns another Trace, so that identity tells a pass from the
   * one before; its arrays are the same every time.
   * @throws RangeError where the input has another length
   */
  forward(input: Float32Array): Trace;
  /**
   * What every link adds, where the network comes by it cheaply; explain/contributions.ts says what it is.
   * @throws RangeError where the trace is not this network's last
   */
  readonly linkSums?: (trace: Trace) => LinkSums;
  /**
   * The gradient of a digit's logit, less a rival's if there is one, by the 784 cells of the input: through winners and live
   * units only, which is all that the logits depend on nearby.
   * @throws RangeError where the trace is not this network's last, or there is no such digit
   */
  gradient(trace: Trace, digit: number, rival?: number): Float32Array;
  /**
   * The logits of many pictures, ten for each, new. The last Trace stays as it is. What pictures have in common with those
   * before them may be computed once.
   * @throws RangeError where they are no whole number of pictures
   */
  logits(pictures: Float32Array): Float32Array;
  /** The gradients, as `gradient` gives them, at many pictures: 784 values for each, new. The last Trace stays as it is. */
  gradients(pictures: Float32Array, digit: number, rival?: number): Float32Array;
  /** The network with other parameters. Both compute in the same memory: a forward pass of either ends the other's Trace. */
  withWeights(weights: Weights): Network;
}

/** By target: 8 and 16 maps, 16 groups of units, 10 digits. */
type ByTarget = Readonly<Record<'conv1' | 'conv2' | 'fc1' | 'output', Float64Array>>;

/** What links add to their targets, the targets' live biases, and the sums that these make up; see explain/contributions.ts. */
export interface LinkSums {
  readonly links: ByTarget;
  readonly biases: ByTarget;
  readonly sums: ByTarget;
}
