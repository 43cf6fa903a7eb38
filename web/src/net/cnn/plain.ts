/** The network in plain TypeScript. */

import { architecture, type ConvolutionShape, INPUT_LENGTH, type LinearShape } from './architecture.ts';
import { backward, emptyGradients } from './backward.ts';
import { checkInput, checkLast, countPictures, writeLogitsGradient } from './checks.ts';
import type { Network } from './network.ts';
import { convolve, multiply, pool, rectify, softmax } from './operations.ts';
import type { ConvolutionTrace, LinearTrace, Trace } from './trace.ts';
import type { LayerWeights, Weights } from './weights.ts';

export function createPlainNetwork(weights: Weights): Network {
  return networkIn(createPlainMemory(), weights);
}

/** What networks of different weights compute in. */
interface PlainMemory {
  readonly shown: Trace;
  readonly batch: Trace;
  readonly run: (weights: Weights, input: Float32Array, trace: Trace) => void;
  readonly gradient: Float32Array;
  /** The last pass that is shown, and whose it is. */
  last: { readonly trace: Trace; readonly weights: Weights } | null;
}

function createPlainMemory(): PlainMemory {
  return {
    shown: emptyTrace(),
    batch: emptyTrace(),
    run: createPass(),
    gradient: new Float32Array(INPUT_LENGTH),
    last: null,
  };
}

function networkIn(memory: PlainMemory, weights: Weights): Network {
  const gradients = emptyGradients();
  const gradientAt = (trace: Trace, digit: number, rival: number | undefined): Float64Array => {
    writeLogitsGradient(gradients.logits, digit, rival);
    backward(trace, weights, gradients);
    return gradients.input;
  };
  return {
    weights,
    forward(input) {
      checkInput(input);
      memory.run(weights, input, memory.shown);
      const trace = { ...memory.shown };
      memory.last = { trace, weights };
      return trace;
    },
    gradient(trace, digit, rival) {
      checkLast(memory.last?.trace === trace && memory.last.weights === weights);
      memory.gradient.set(gradientAt(trace, digit, rival));
      return memory.gradient;
    },
    logits(pictures) {
      const { units } = architecture.fc2;
      const logits = new Float32Array(units * countPictures(pictures));
      for (let i = 0; i * units < logits.length; i++) {
        memory.run(weights, pictureAt(pictures, i), memory.batch);
        logits.set(memory.batch.logits, i * units);
      }
      return logits;
    },
    gradients(pictures, digit, rival) {
      const all = new Float32Array(INPUT_LENGTH * countPictures(pictures));
      for (let i = 0; i * INPUT_LENGTH < all.length; i++) {
        memory.run(weights, pictureAt(pictures, i), memory.batch);
        all.set(gradientAt(memory.batch, digit, rival), i * INPUT_LENGTH);
      }
      return all;
    },
    withWeights: (others) => networkIn(memory, others),
  };
}

function pictureAt(pictures: Float32Array, index: number): Float32Array {
  return pictures.subarray(index * INPUT_LENGTH, (index + 1) * INPUT_LENGTH);
}

/** Prepares to run the network on an input and to write all that it computes into a trace. */
function createPass(): (weights: Weights, input: Float32Array, trace: Trace) => void {
  const { conv1, conv2, fc1, fc2 } = architecture;
  const conv1Sums = new Float64Array(conv1.height * conv1.width);
  const conv2Sums = new Float64Array(conv2.height * conv2.width);
  return (weights, input, trace) => {
    trace.input.set(input);
    runConvolution(conv1, weights.conv1, trace.input, conv1Sums, trace.conv1);
    runConvolution(conv2, weights.conv2, trace.conv1.pooled, conv2Sums, trace.conv2);
    // The pooled maps are already laid out as flattening needs them: (channel, row, column).
    multiply(fc1, weights.fc1, trace.conv2.pooled, trace.fc1.preactivations);
    rectify(trace.fc1.preactivations, trace.fc1.activations);
    multiply(fc2, weights.fc2, trace.fc1.activations, trace.logits);
    softmax(trace.logits, trace.probabilities);
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

/** A trace of nothing: all is 0, and no cell has won. */
export function emptyTrace(): Trace {
  const { conv1, conv2, fc1, fc2 } = architecture;
  return {
    input: new Float32Array(INPUT_LENGTH),
    conv1: emptyConvolutionTrace(conv1),
    conv2: emptyConvolutionTrace(conv2),
    fc1: emptyLinearTrace(fc1),
    logits: new Float32Array(fc2.units),
    probabilities: new Float32Array(fc2.units),
  };
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
    winners: new Int8Array(channels * pooledHeight * pooledWidth).fill(-1),
  };
}

function emptyLinearTrace({ units }: LinearShape): LinearTrace {
  return { preactivations: new Float32Array(units), activations: new Float32Array(units) };
}
