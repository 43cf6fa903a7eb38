/**
 * What a link of the diagram shows: the signed contribution of its source to its target for this very drawing. In every
 * layer, the contributions into a target plus its live biases equal the target's summed activation.
 */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import type { Network } from '../net/cnn/network.ts';
import type { ConvolutionTrace, Trace } from '../net/cnn/trace.ts';
import type { LayerWeights, Weights } from '../net/cnn/weights.ts';
import { LINK_COUNT, STAGES, type Stage, type TargetName } from './topology.ts';

/** The links' signed contributions and the rest of their targets' activations; sums are accumulated in float64. */
export interface Contributions {
  /**
   * By stage, row-major as [target × sources + source]: conv1 (8×1), conv2 (16×8), fc1 (16 groups × 16), output
   * (10×16).
   */
  readonly links: TargetValues;
  /** A target's live biases: a map's bias × its live cells, the biases of a group's live units, a digit's bias. */
  readonly biases: TargetValues;
  /** A target's summed activation, from the trace: the sum of a pooled map, the sum of a group's units, a logit. */
  readonly sums: TargetValues;
}

/** Numbers by target layer: 8 and 16 maps, 16 groups, 10 digits. */
export type TargetValues = Readonly<Record<TargetName, Float64Array>>;

/**
 * Returns a function that explains a trace, given the weights it was made with. Each call returns a new Contributions
 * but overwrites the same arrays.
 */
export function createContributions(): (trace: Trace, weights: Weights) => Contributions {
  const links = valuesOf((stage) => stage.links);
  const biases = valuesOf((stage) => stage.targets.nodes);
  const sums = valuesOf((stage) => stage.targets.nodes);
  return (trace, weights) => {
    const contributions = { links, biases, sums };
    intoMaps('conv1', weights.conv1, trace.input, trace.conv1, contributions);
    intoMaps('conv2', weights.conv2, trace.conv1.pooled, trace.conv2, contributions);
    intoGroups(weights.fc1, trace, contributions);
    intoDigits(weights.fc2, trace, contributions);
    return contributions;
  };
}

/**
 * As createContributions, given the network that made the trace: if that can tell the contributions itself, it does.
 */
export function createNetworkContributions(): (trace: Trace, network: Network) => Contributions {
  const explain = createContributions();
  return (trace, network) => network.linkSums?.(trace) ?? explain(trace, network.weights);
}

/** A copy of all links' contributions, in link order. */
export function linkContributions({ links }: Contributions): Float64Array {
  const all = new Float64Array(LINK_COUNT);
  for (const { name, firstLink } of STAGES) all.set(links[name], firstLink);
  return all;
}

/**
 * Contributions to a convolution's maps. A map's live cells are the pooled cells with a winner; a source channel's
 * contribution is its part of the winners' pre-activations, summed.
 */
function intoMaps(
  name: Convolution,
  { weight, bias }: LayerWeights,
  input: Float32Array,
  { pooled, winners }: ConvolutionTrace,
  contributions: Contributions,
): void {
  const { inputChannels, inputHeight, inputWidth, channels, kernel, pool, pooledHeight, pooledWidth } =
    architecture[name];
  const links = contributions.links[name];
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
    contributions.biases[name][target] = liveCells > 0 ? bias[target] * liveCells : 0;
    contributions.sums[name][target] = sum;
  }
}

/** Σ kernel × patch; the patch's first value is at `corner`. */
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

/** Contributions to the FC groups: Σ weight × activation, over a group's live (positive) units and a map's cells. */
function intoGroups({ weight, bias }: LayerWeights, trace: Trace, { links, biases, sums }: Contributions): void {
  const { fc1, conv2, fc1GroupUnits } = architecture;
  const cells = conv2.pooledHeight * conv2.pooledWidth;
  const { pooled } = trace.conv2;
  const { activations } = trace.fc1;
  links.fc1.fill(0);
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
      links.fc1[group * conv2.channels + channel] += sum;
    }
  }
}

/** Contributions to the outputs: Σ weight × activation, over a group's units. */
function intoDigits({ weight, bias }: LayerWeights, trace: Trace, { links, biases, sums }: Contributions): void {
  const { fc1, fc2, fc1GroupUnits } = architecture;
  const { activations } = trace.fc1;
  for (let digit = 0, link = 0, parameter = 0; digit < fc2.units; digit++) {
    for (let unit = 0; unit < fc1.units; link++) {
      let sum = 0;
      for (const end = unit + fc1GroupUnits; unit < end; unit++, parameter++)
        sum += weight[parameter] * activations[unit];
      links.output[link] = sum;
    }
    biases.output[digit] = bias[digit];
    sums.output[digit] = trace.logits[digit];
  }
}

function valuesOf(lengthOf: (stage: Stage) => number): TargetValues {
  const [conv1, conv2, fc1, output] = STAGES.map((stage) => new Float64Array(lengthOf(stage)));
  return { conv1, conv2, fc1, output };
}
