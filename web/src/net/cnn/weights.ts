/** The network's parameters, checked against the architecture. */

import { parseSafetensors } from '../safetensors.ts';
import { checkedTensors } from '../tensors.ts';
import {
  architecture,
  type ConvolutionShape,
  type LinearShape,
  WEIGHTED_LAYERS,
  type WeightedLayer,
} from './architecture.ts';

/** A layer's parameters as float32: weight row-major by [output, input…], one bias per output. */
export interface LayerWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export type Weights = Readonly<Record<WeightedLayer, LayerWeights>>;

export interface LoadedWeights {
  readonly weights: Weights;
  /** How the weights were made, according to the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The shape of each layer's weight, in layer order; its bias has the first dimension only. */
export const weightShapes: Readonly<Record<WeightedLayer, readonly number[]>> = {
  conv1: kernelShape(architecture.conv1),
  conv2: kernelShape(architecture.conv2),
  fc1: matrixShape(architecture.fc1),
  fc2: matrixShape(architecture.fc2),
};

/**
 * Reads a safetensors file as the network's parameters.
 * @throws Error one clear line: not a safetensors file; or a tensor missing, unknown, of the wrong shape, or not finite.
 */
export function loadWeights(bytes: Uint8Array): LoadedWeights {
  const file = parseSafetensors(bytes);
  const tensors = checkedTensors(
    file,
    Object.fromEntries(
      WEIGHTED_LAYERS.flatMap((name) => [
        [`${name}.weight`, weightShapes[name]],
        [`${name}.bias`, weightShapes[name].slice(0, 1)],
      ]),
    ),
  );
  const layer = (name: WeightedLayer): LayerWeights => ({
    weight: tensors[`${name}.weight`],
    bias: tensors[`${name}.bias`],
  });
  const weights = { conv1: layer('conv1'), conv2: layer('conv2'), fc1: layer('fc1'), fc2: layer('fc2') };
  return { weights, metadata: file.metadata };
}

function kernelShape({ channels, inputChannels, kernel }: ConvolutionShape): number[] {
  return [channels, inputChannels, kernel, kernel];
}

function matrixShape({ units, inputs }: LinearShape): number[] {
  return [units, inputs];
}
