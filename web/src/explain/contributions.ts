/**
 * What a link of the diagram shows: the signed contribution of its source to its target for this very drawing. One
 * sentence holds for every layer: the contributions into a target, plus its live biases, equal the target's summed
 * activation.
 */

/** Signed contributions by link, row-major as [target × sources + source]; sums accumulated in float64. */
export interface Contributions {
  /** Into each first-layer map from the input (8). */
  readonly inputToConv1: Float64Array;
  /** [map of conv2 × 8 + map of conv1] (16×8). */
  readonly conv1ToConv2: Float64Array;
  /** [group × 16 + map of conv2] (16×16). */
  readonly conv2ToFc1: Float64Array;
  /** [digit × 16 + group] (10×16). */
  readonly fc1ToOutput: Float64Array;
  /** A target's live biases: a map's bias × its live cells, the biases of a group's live units, a digit's bias. */
  readonly biases: TargetValues;
  /** A target's summed activation, read from the trace: sum of the pooled map, of the group's units; the logit. */
  readonly sums: TargetValues;
}

/** One number a target: 8 and 16 maps, 16 groups, 10 digits. */
export interface TargetValues {
  readonly conv1: Float64Array;
  readonly conv2: Float64Array;
  readonly fc1: Float64Array;
  readonly output: Float64Array;
}
