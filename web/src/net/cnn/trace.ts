/** Everything one forward pass computes, layer by layer; layout (channel, row, column) throughout. */

/** A convolution, its ReLU and its pooling. Shapes in parentheses are the shipped architecture's (conv1 | conv2). */
export interface ConvolutionTrace {
  /** Before the ReLU (8×24×24 | 16×10×10). */
  readonly preactivations: Float32Array;
  /** After the ReLU (8×24×24 | 16×10×10). */
  readonly activations: Float32Array;
  /** After max-pooling (8×12×12 | 16×5×5). */
  readonly pooled: Float32Array;
  /** Which of a pooled cell's four activations won, in row order: the first largest, 0…3; −1 if none is above 0. */
  readonly winners: Int8Array;
}

/** A linear layer and its ReLU (64). */
export interface LinearTrace {
  readonly preactivations: Float32Array;
  readonly activations: Float32Array;
}

/**
 * One forward pass. A network writes every pass into the same arrays: they are valid until its next `forward`, which
 * returns a new Trace around them. They may be views of one large memory, so copy out of them (`slice`) what goes to a
 * worker: a structured clone would take the whole memory along.
 */
export interface Trace {
  /** The 28×28 values the network was given, 0…1. */
  readonly input: Float32Array;
  readonly conv1: ConvolutionTrace;
  readonly conv2: ConvolutionTrace;
  readonly fc1: LinearTrace;
  /** The ten outputs before softmax. */
  readonly logits: Float32Array;
  /** Softmax of the logits. */
  readonly probabilities: Float32Array;
}
