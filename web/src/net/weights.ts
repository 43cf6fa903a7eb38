/** A layer's parameters as float32: weight row-major by [output, input…], one bias an output. */
export interface LayerWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface Weights {
  readonly conv1: LayerWeights;
  readonly conv2: LayerWeights;
  readonly fc1: LayerWeights;
  readonly fc2: LayerWeights;
}
