/**
 * What a link of the diagram shows: the signed contribution of its source to its target for this very drawing. One
 * sentence holds for every layer: the contributions into a target, plus its live biases, equal the target's summed
 * activation.
 */

import { architecture, type ConvolutionShape } from '../net/architecture.ts';
import type { ConvolutionTrace, Trace } from '../net/trace.ts';
import type { LayerWeights, Weights } from '../net/weights.ts';

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

/**
 * Prepares to explain one network's traces. The function it returns gives the same Contributions every time,
 * overwritten: nothing is allocated.
 */
export function createContributions(weights: Weights): (trace: Trace) => Contributions {
  const contributions = emptyContributions();
  const { inputToConv1, conv1ToConv2, biases, sums } = contributions;
  return (trace) => {
    intoMaps(architecture.conv1, weights.conv1, trace.input, trace.conv1, inputToConv1, biases.conv1, sums.conv1);
    intoMaps(
      architecture.conv2,
      weights.conv2,
      trace.conv1.pooled,
      trace.conv2,
      conv1ToConv2,
      biases.conv2,
      sums.conv2,
    );
    intoGroups(weights.fc1, trace, contributions);
    intoDigits(weights.fc2, trace, contributions);
    return contributions;
  };
}

/**
 * Into a convolution's maps. A map's live cells are the pooled cells with a winner; a source channel's contribution is
 * its part of the pre-activation at the winners, summed over them.
 */
function intoMaps(
  shape: ConvolutionShape,
  { weight, bias }: LayerWeights,
  input: Float32Array,
  { pooled, winners }: ConvolutionTrace,
  links: Float64Array,
  biases: Float64Array,
  sums: Float64Array,
): void {
  const { inputChannels, inputHeight, inputWidth, channels, kernel, pool, pooledHeight, pooledWidth } = shape;
  const taps = kernel * kernel;
  const inputPlane = inputHeight * inputWidth;
  links.fill(0);
  for (let target = 0, cell = 0; target < channels; target++) {
    let liveCells = 0;
    let sum = 0;
    for (let row = 0; row < pooledHeight; row++) {
      for (let column = 0; column < pooledWidth; column++, cell++) {
        const winner = winners[cell];
        if (winner < 0) continue;
        liveCells++;
        sum += pooled[cell];
        const winnerRow = row * pool + Math.trunc(winner / pool);
        const corner = winnerRow * inputWidth + column * pool + (winner % pool);
        for (let source = 0; source < inputChannels; source++) {
          const link = target * inputChannels + source;
          links[link] += patchProduct(weight, link * taps, input, source * inputPlane + corner, inputWidth, kernel);
        }
      }
    }
    // Not −0, which would be shown as such.
    biases[target] = liveCells > 0 ? bias[target] * liveCells : 0;
    sums[target] = sum;
  }
}

/** Σ kernel × patch, the patch's first value at `corner`. */
function patchProduct(
  weight: Float32Array,
  firstTap: number,
  input: Float32Array,
  corner: number,
  inputWidth: number,
  kernel: number,
): number {
  let sum = 0;
  let tap = firstTap;
  for (let row = 0, start = corner; row < kernel; row++, start += inputWidth) {
    for (let i = start, end = start + kernel; i < end; i++, tap++) sum += weight[tap] * input[i];
  }
  return sum;
}

/** Into the FC groups: over a group's live units – those with a positive activation – and a map's cells, Σ weight × activation. */
function intoGroups({ weight, bias }: LayerWeights, trace: Trace, { conv2ToFc1, biases, sums }: Contributions): void {
  const { fc1, conv2, fc1GroupUnits } = architecture;
  const cells = conv2.pooledHeight * conv2.pooledWidth;
  const { pooled } = trace.conv2;
  const { activations } = trace.fc1;
  conv2ToFc1.fill(0);
  biases.fc1.fill(0);
  sums.fc1.fill(0);
  for (let unit = 0, parameter = 0; unit < fc1.units; unit++, parameter = unit * fc1.inputs) {
    if (!(activations[unit] > 0)) continue;
    const group = Math.trunc(unit / fc1GroupUnits);
    biases.fc1[group] += bias[unit];
    sums.fc1[group] += activations[unit];
    for (let channel = 0, cell = 0; channel < conv2.channels; channel++) {
      let sum = 0;
      for (const end = cell + cells; cell < end; cell++, parameter++) sum += weight[parameter] * pooled[cell];
      conv2ToFc1[group * conv2.channels + channel] += sum;
    }
  }
}

/** Into the outputs: over a group's units, Σ weight × activation. */
function intoDigits({ weight, bias }: LayerWeights, trace: Trace, { fc1ToOutput, biases, sums }: Contributions): void {
  const { fc1, fc2, fc1GroupUnits } = architecture;
  const { activations } = trace.fc1;
  for (let digit = 0, link = 0, parameter = 0; digit < fc2.units; digit++) {
    for (let unit = 0; unit < fc1.units; link++) {
      let sum = 0;
      for (const end = unit + fc1GroupUnits; unit < end; unit++, parameter++)
        sum += weight[parameter] * activations[unit];
      fc1ToOutput[link] = sum;
    }
    biases.output[digit] = bias[digit];
    sums.output[digit] = trace.logits[digit];
  }
}

function emptyContributions(): Contributions {
  const { conv1, conv2, fc1, fc2, fc1GroupUnits } = architecture;
  const groups = fc1.units / fc1GroupUnits;
  return {
    inputToConv1: new Float64Array(conv1.channels * conv1.inputChannels),
    conv1ToConv2: new Float64Array(conv2.channels * conv2.inputChannels),
    conv2ToFc1: new Float64Array(groups * conv2.channels),
    fc1ToOutput: new Float64Array(fc2.units * groups),
    biases: emptyTargetValues(groups),
    sums: emptyTargetValues(groups),
  };
}

function emptyTargetValues(groups: number): TargetValues {
  const { conv1, conv2, fc2 } = architecture;
  return {
    conv1: new Float64Array(conv1.channels),
    conv2: new Float64Array(conv2.channels),
    fc1: new Float64Array(groups),
    output: new Float64Array(fc2.units),
  };
}
