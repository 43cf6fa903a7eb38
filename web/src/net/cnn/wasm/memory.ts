/** The kernels' memory as arrays: what a pass computes, what is computed from it, and the parameters. */

import { architecture, INPUT_LENGTH } from '../architecture.ts';
import type { LinkSums } from '../network.ts';
import type { Trace } from '../trace.ts';
import type { Weights } from '../weights.ts';
import { DIGITS, PARAMETERS, PASS, RESULTS } from './layout.ts';

const { conv1, conv2, fc1, fc2, fc1GroupUnits } = architecture;

/** The trace of the pass at `pass`: its arrays are the kernels' own. */
export function traceIn(memory: ArrayBuffer, pass: number): Trace {
  const values = (place: number, length: number) => new Float32Array(memory, pass + place, length);
  const pooled1 = conv1.channels * conv1.pooledHeight * conv1.pooledWidth;
  return {
    input: values(PASS.input, INPUT_LENGTH),
    conv1: {
      preactivations: values(PASS.conv1Preactivations, conv1.channels * conv1.height * conv1.width),
      activations: values(PASS.conv1Activations, conv1.channels * conv1.height * conv1.width),
      pooled: values(PASS.conv1Pooled, pooled1),
      winners: new Int8Array(memory, pass + PASS.conv1Winners, pooled1),
    },
    conv2: {
      preactivations: values(PASS.conv2Preactivations, conv2.channels * conv2.height * conv2.width),
      activations: values(PASS.conv2Activations, conv2.channels * conv2.height * conv2.width),
      pooled: values(PASS.conv2Pooled, fc1.inputs),
      winners: new Int8Array(memory, pass + PASS.conv2Winners, fc1.inputs),
    },
    fc1: {
      preactivations: values(PASS.fc1Preactivations, fc1.units),
      activations: values(PASS.fc1Activations, fc1.units),
    },
    logits: values(PASS.logits, fc2.units),
    probabilities: values(PASS.probabilities, fc2.units),
  };
}

export function linkSumsIn(memory: ArrayBuffer): LinkSums {
  const groups = fc1.units / fc1GroupUnits;
  const targets = [conv1.channels, conv2.channels, groups, fc2.units];
  const sources = [conv1.inputChannels, conv1.channels, conv2.channels, groups];
  const arrays = (start: number, lengths: readonly number[]) => {
    let end = start;
    const [toConv1, toConv2, toGroups, toDigits] = lengths.map((length) => {
      const array = new Float64Array(memory, end, length);
      end += array.byteLength;
      return array;
    });
    return { conv1: toConv1, conv2: toConv2, fc1: toGroups, output: toDigits };
  };
  return {
    links: arrays(
      RESULTS.links,
      targets.map((count, stage) => count * sources[stage]),
    ),
    biases: arrays(RESULTS.biases, targets),
    sums: arrays(RESULTS.sums, targets),
  };
}

/** Writes the parameters into the memory, in the orders that the kernels read them in. */
export function writeWeights(memory: ArrayBuffer, weights: Weights): void {
  const write = (place: number, values: Float32Array) => new Float32Array(memory, place, values.length).set(values);
  const taps1 = conv1.kernel ** 2;
  const taps2 = conv2.kernel ** 2;
  const sources = conv1.channels;
  write(PARAMETERS.conv1Bias, weights.conv1.bias);
  write(PARAMETERS.conv2Bias, weights.conv2.bias);
  write(PARAMETERS.fc1Bias, weights.fc1.bias);
  write(PARAMETERS.fc2Bias, weights.fc2.bias);
  write(PARAMETERS.conv1Rows, weights.conv1.weight);
  write(PARAMETERS.conv1Weight, transposed(weights.conv1.weight, conv1.channels, taps1));
  const eight = 8 * sources * taps2;
  for (let output = 0; output < conv2.channels; output++) {
    const start = output * sources * taps2;
    const bySource = transposed(weights.conv2.weight.subarray(start, start + sources * taps2), sources, taps2);
    write(PARAMETERS.conv2Sources + 4 * start, bySource);
  }
  for (let group = 0; group < conv2.channels * sources * taps2; group += eight) {
    const bySource = new Float32Array(memory, PARAMETERS.conv2Sources + 4 * group, eight);
    write(PARAMETERS.conv2Weight + 4 * group, transposed(bySource, 8, sources * taps2));
  }
  write(PARAMETERS.fc1Weight, transposed(weights.fc1.weight, fc1.units, fc1.inputs));
  write(PARAMETERS.fc2Weight, transposed(weights.fc2.weight, fc2.units, fc2.inputs, DIGITS));
}

/** A matrix (rows, columns) as (columns, rows), each of its rows filled up with zeros to `width`. */
function transposed(matrix: Float32Array, rows: number, columns: number, width = rows): Float32Array {
  const result = new Float32Array(columns * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * width + row] = matrix[row * columns + column];
  }
  return result;
}
