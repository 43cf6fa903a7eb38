/**
 * From a gradient by the logits back to the input, through winners and live units only: what a layer's outputs receive,
 * its inputs get in proportion to the weights. Sums are taken in float64. What each layer's outputs receive is kept:
 * with the trace, it is all that gradients of the parameters need.
 */

import { architecture, type ConvolutionShape, INPUT_LENGTH, type LinearShape } from './architecture.ts';
import type { Trace } from './trace.ts';
import type { LayerWeights, Weights } from './weights.ts';

/** The gradient of one number, a logit or a difference of two, by everything between it and the input. */
export interface Gradients {
  readonly logits: Float64Array;
  /** By the units' activations; 0 for those that are not live. */
  readonly fc1: Float64Array;
  /** By the pooled maps; cells without a winner hand nothing on. */
  readonly conv2: Float64Array;
  readonly conv1: Float64Array;
  readonly input: Float64Array;
}

export function emptyGradients(): Gradients {
  const { conv1, fc1, fc2 } = architecture;
  return {
    logits: new Float64Array(fc2.units),
    fc1: new Float64Array(fc1.units),
    conv2: new Float64Array(fc1.inputs),
    conv1: new Float64Array(conv1.channels * conv1.pooledHeight * conv1.pooledWidth),
    input: new Float64Array(INPUT_LENGTH),
  };
}

/** Overwrites all but `logits`, where it begins. */
export function backward(trace: Trace, weights: Weights, gradients: Gradients): void {
  const { conv1, conv2, fc1, fc2 } = architecture;
  backThroughLinear(fc2, weights.fc2, gradients.logits, gradients.fc1);
  for (let unit = 0; unit < fc1.units; unit++) if (!(trace.fc1.activations[unit] > 0)) gradients.fc1[unit] = 0;
  backThroughLinear(fc1, weights.fc1, gradients.fc1, gradients.conv2);
  backThroughConvolution(conv2, weights.conv2, trace.conv2.winners, gradients.conv2, gradients.conv1);
  backThroughConvolution(conv1, weights.conv1, trace.conv1.winners, gradients.conv1, gradients.input);
}

/** @param inputs overwritten */
function backThroughLinear(
  shape: LinearShape,
  { weight }: LayerWeights,
  outputs: Float64Array,
  inputs: Float64Array,
): void {
  inputs.fill(0);
  for (let unit = 0; unit < shape.units; unit++) {
    const gradient = outputs[unit];
    if (gradient === 0) continue;
    const row = unit * shape.inputs;
    for (let i = 0; i < shape.inputs; i++) inputs[i] += gradient * weight[row + i];
  }
}

/**
 * Through a pooled convolution: each cell hands its gradient to the patch that its winner looked at.
 * @param pooled (channels, pooledHeight, pooledWidth)
 * @param input (inputChannels, inputHeight, inputWidth), overwritten
 */
function backThroughConvolution(
  shape: ConvolutionShape,
  { weight }: LayerWeights,
  winners: Int8Array,
  pooled: Float64Array,
  input: Float64Array,
): void {
  const { inputChannels, inputHeight, inputWidth, channels, kernel, pool, pooledHeight, pooledWidth } = shape;
  input.fill(0);
  for (let channel = 0, cell = 0; channel < channels; channel++) {
    for (let row = 0; row < pooledHeight; row++) {
      for (let column = 0; column < pooledWidth; column++, cell++) {
        const winner = winners[cell];
        const gradient = pooled[cell];
        if (winner < 0 || gradient === 0) continue;
        const top = row * pool + Math.trunc(winner / pool);
        const left = column * pool + (winner % pool);
        let tap = channel * inputChannels * kernel * kernel;
        for (let source = 0; source < inputChannels; source++) {
          for (let i = 0; i < kernel; i++) {
            const start = (source * inputHeight + top + i) * inputWidth + left;
            for (let j = 0; j < kernel; j++, tap++) input[start + j] += gradient * weight[tap];
          }
        }
      }
    }
  }
}
