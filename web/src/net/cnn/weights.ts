/** The network's parameters, checked against the architecture. */

import { parseSafetensors, type Safetensors } from '../safetensors.ts';
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
  const layer = (name: WeightedLayer): LayerWeights => ({
    weight: checkedTensor(file, `${name}.weight`, weightShapes[name]),
    bias: checkedTensor(file, `${name}.bias`, weightShapes[name].slice(0, 1)),
  });
  const weights = { conv1: layer('conv1'), conv2: layer('conv2'), fc1: layer('fc1'), fc2: layer('fc2') };
  const known = WEIGHTED_LAYERS.flatMap((name) => [`${name}.weight`, `${name}.bias`]);
  for (const name of file.tensors.keys()) {
    if (!known.includes(name)) throw new Error(`The weights have a tensor ${name}, which is unknown to the network.`);
  }
  return { weights, metadata: file.metadata };
}

function checkedTensor(file: Safetensors, name: string, shape: readonly number[]): Float32Array {
  const tensor = file.tensors.get(name);
  if (tensor === undefined) throw new Error(`The weights lack the tensor ${name}.`);
  if (tensor.shape.join() !== shape.join()) {
    throw new Error(`The weights' ${name} has shape (${tensor.shape.join(', ')}); it must be (${shape.join(', ')}).`);
  }
  if (!tensor.values.every(Number.isFinite)) throw new Error(`The weights' ${name} holds NaN or infinite values.`);
  return tensor.values;
}

function kernelShape({ channels, inputChannels, kernel }: ConvolutionShape): number[] {
  return [channels, inputChannels, kernel, kernel];
}

function matrixShape({ units, inputs }: LinearShape): number[] {
  return [units, inputs];
}
