/**
 * The network's operations on preallocated buffers, layout (channel, row, column). Values are float32; sums are
 * accumulated in float64 and rounded once.
 */

import type { ConvolutionShape, LinearShape } from './architecture.ts';
import type { LayerWeights } from './weights.ts';

/**
 * Convolution without padding, stride 1 (strictly a cross-correlation, as is usual in the field).
 * @param input (inputChannels, inputHeight, inputWidth)
 * @param sums one output channel's sums, height × width, overwritten
 * @param output (channels, height, width), overwritten
 */
export function convolve(
  shape: ConvolutionShape,
  { weight, bias }: LayerWeights,
  input: Float32Array,
  sums: Float64Array,
  output: Float32Array,
): void {
  const { inputChannels, inputHeight, inputWidth, channels, kernel, height, width } = shape;
  const addRows = rowsAdder(kernel);
  const inputPlane = inputHeight * inputWidth;
  const outputPlane = height * width;
  let tap = 0;
  for (let channel = 0; channel < channels; channel++) {
    sums.fill(bias[channel]);
    for (let source = 0; source < inputChannels; source++) {
      for (let kernelRow = 0; kernelRow < kernel; kernelRow++) {
        addRows(weight, tap, input, source * inputPlane + kernelRow * inputWidth, inputWidth, sums, height, width);
        tap += kernel;
      }
    }
    output.set(sums, channel * outputPlane);
  }
}

/**
 * Adds one kernel row's part to all rows of an output plane. Its taps are held in locals and the input slides past
 * them, so that each input value is read once per row.
 */
type AddRows = (
  weight: Float32Array,
  tap: number,
  input: Float32Array,
  inputStart: number,
  inputWidth: number,
  sums: Float64Array,
  height: number,
  width: number,
) => void;

function rowsAdder(kernel: number): AddRows {
  if (kernel === 5) return addRowsOfFive;
  if (kernel === 3) return addRowsOfThree;
  throw new Error(`There is no convolution for kernels of width ${kernel}: add one to operations.ts.`);
}

const addRowsOfFive: AddRows = (weight, tap, input, inputStart, inputWidth, sums, height, width) => {
  const k0 = weight[tap];
  const k1 = weight[tap + 1];
  const k2 = weight[tap + 2];
  const k3 = weight[tap + 3];
  const k4 = weight[tap + 4];
  for (let row = 0, sum = 0, start = inputStart; row < height; row++, start += inputWidth) {
    let x0 = input[start];
    let x1 = input[start + 1];
    let x2 = input[start + 2];
    let x3 = input[start + 3];
    for (let next = start + 4, end = next + width; next < end; next++, sum++) {
      const x4 = input[next];
      sums[sum] += k0 * x0 + k1 * x1 + k2 * x2 + k3 * x3 + k4 * x4;
      x0 = x1;
      x1 = x2;
      x2 = x3;
      x3 = x4;
    }
  }
};

const addRowsOfThree: AddRows = (weight, tap, input, inputStart, inputWidth, sums, height, width) => {
  const k0 = weight[tap];
  const k1 = weight[tap + 1];
  const k2 = weight[tap + 2];
  for (let row = 0, sum = 0, start = inputStart; row < height; row++, start += inputWidth) {
    let x0 = input[start];
    let x1 = input[start + 1];
    for (let next = start + 2, end = next + width; next < end; next++, sum++) {
      const x2 = input[next];
      sums[sum] += k0 * x0 + k1 * x1 + k2 * x2;
      x0 = x1;
      x1 = x2;
    }
  }
};

/** ReLU: values above 0 stay, all others become 0. */
export function rectify(preactivations: Float32Array, activations: Float32Array): void {
  for (let i = 0; i < preactivations.length; i++) activations[i] = Math.max(preactivations[i], 0);
}

/**
 * Max-pooling without overlap.
 * @param activations rectified, (channels, height, width)
 * @param pooled (channels, pooledHeight, pooledWidth), overwritten
 * @param winners same shape: the first largest of a patch in row order, −1 if none is above 0
 */
export function pool(
  { channels, height, width, pool: size, pooledHeight, pooledWidth }: ConvolutionShape,
  activations: Float32Array,
  pooled: Float32Array,
  winners: Int8Array,
): void {
  let cell = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < pooledHeight; row++) {
      let corner = (channel * height + row * size) * width;
      for (let column = 0; column < pooledWidth; column++, cell++, corner += size) {
        let largest = 0;
        let winner = -1;
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            const activation = activations[corner + i * width + j];
            if (activation > largest) {
              largest = activation;
              winner = i * size + j;
            }
          }
        }
        pooled[cell] = largest;
        winners[cell] = winner;
      }
    }
  }
}

/**
 * output = weight · input + bias, with weight (units, inputs). Inputs are read four at a time, into four separate sums.
 */
export function multiply(
  { inputs, units }: LinearShape,
  { weight, bias }: LayerWeights,
  input: Float32Array,
  output: Float32Array,
): void {
  const blocks = inputs - (inputs % 4);
  for (let unit = 0, row = 0; unit < units; unit++, row += inputs) {
    let sum0 = bias[unit];
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < blocks; i += 4) {
      sum0 += weight[row + i] * input[i];
      sum1 += weight[row + i + 1] * input[i + 1];
      sum2 += weight[row + i + 2] * input[i + 2];
      sum3 += weight[row + i + 3] * input[i + 3];
    }
    for (let i = blocks; i < inputs; i++) sum0 += weight[row + i] * input[i];
    output[unit] = sum0 + sum1 + (sum2 + sum3);
  }
}

/** Softmax; the largest logit is subtracted first, so that nothing overflows. */
export function softmax(logits: Float32Array, probabilities: Float32Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i] - largest);
  for (let i = 0; i < logits.length; i++) probabilities[i] = Math.exp(logits[i] - largest) / sum;
}
