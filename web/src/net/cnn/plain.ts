/** The network in plain TypeScript. */

import { architecture, type ConvolutionShape, INPUT_LENGTH, type LinearShape } from './architecture.ts';
import type { Network } from './network.ts';
import { convolve, multiply, pool, rectify, softmax } from './operations.ts';
import type { ConvolutionTrace, LinearTrace, Trace } from './trace.ts';
import type { LayerWeights, Weights } from './weights.ts';

export function createPlainNetwork(weights: Weights): Network {
  const { conv1, conv2, fc1, fc2 } = architecture;
  const trace: Trace = {
    input: new Float32Array(INPUT_LENGTH),
    conv1: emptyConvolutionTrace(conv1),
    conv2: emptyConvolutionTrace(conv2),
    fc1: emptyLinearTrace(fc1),
    logits: new Float32Array(fc2.units),
    probabilities: new Float32Array(fc2.units),
  };
  const conv1Sums = new Float64Array(conv1.height * conv1.width);
  const conv2Sums = new Float64Array(conv2.height * conv2.width);
  return {
    weights,
    forward(input) {
      if (input.length !== INPUT_LENGTH) {
        throw new RangeError(`The network reads ${INPUT_LENGTH} values, not ${input.length}.`);
      }
      trace.input.set(input);
      runConvolution(conv1, weights.conv1, trace.input, conv1Sums, trace.conv1);
      runConvolution(conv2, weights.conv2, trace.conv1.pooled, conv2Sums, trace.conv2);
      // The pooled maps are already laid out as flattening needs them: (channel, row, column).
      multiply(fc1, weights.fc1, trace.conv2.pooled, trace.fc1.preactivations);
      rectify(trace.fc1.preactivations, trace.fc1.activations);
      multiply(fc2, weights.fc2, trace.fc1.activations, trace.logits);
      softmax(trace.logits, trace.probabilities);
      return { ...trace };
    },
  };
}

function runConvolution(
  shape: ConvolutionShape,
  weights: LayerWeights,
  input: Float32Array,
  sums: Float64Array,
  { preactivations, activations, pooled, winners }: ConvolutionTrace,
): void {
  convolve(shape, weights, input, sums, preactivations);
  rectify(preactivations, activations);
  pool(shape, activations, pooled, winners);
}

function emptyConvolutionTrace({
  channels,
  height,
  width,
  pooledHeight,
  pooledWidth,
}: ConvolutionShape): ConvolutionTrace {
  return {
    preactivations: new Float32Array(channels * height * width),
    activations: new Float32Array(channels * height * width),
    pooled: new Float32Array(channels * pooledHeight * pooledWidth),
    winners: new Int8Array(channels * pooledHeight * pooledWidth),
  };
}

function emptyLinearTrace({ units }: LinearShape): LinearTrace {
  return { preactivations: new Float32Array(units), activations: new Float32Array(units) };
}
