/** The sizes that the forward pass works with, from the only description of the network, `architecture.json`. */

import description from '#architecture';

/**
 * The layers with parameters, from the input to the output, by their names in the description and in the weights file.
 */
export const CONVOLUTIONS = ['conv1', 'conv2'] as const;
export const LINEAR_LAYERS = ['fc1', 'fc2'] as const;
export const WEIGHTED_LAYERS = [...CONVOLUTIONS, ...LINEAR_LAYERS] as const;

export type Convolution = (typeof CONVOLUTIONS)[number];
export type WeightedLayer = (typeof WEIGHTED_LAYERS)[number];

/** A convolution (no padding, stride 1), its ReLU, and the max-pooling (no overlap) that follows. */
export interface ConvolutionShape {
  readonly inputChannels: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly channels: number;
  readonly kernel: number;
  readonly height: number;
  readonly width: number;
  readonly pool: number;
  readonly pooledHeight: number;
  readonly pooledWidth: number;
}

export interface LinearShape {
  readonly inputs: number;
  readonly units: number;
}

export interface Architecture {
  readonly conv1: ConvolutionShape;
  readonly conv2: ConvolutionShape;
  readonly fc1: LinearShape;
  readonly fc2: LinearShape;
  /** How many fc1 units make up one group of the diagram. */
  readonly fc1GroupUnits: number;
}

export const architecture: Architecture = describeNetwork();

/** The number of values in the network's input. */
export const INPUT_LENGTH = description.input.channels * description.input.height * description.input.width;

function describeNetwork(): Architecture {
  const { channels, height, width } = description.input;
  const conv1 = convolution('conv1', 'pool1', channels, height, width);
  const conv2 = convolution('conv2', 'pool2', conv1.channels, conv1.pooledHeight, conv1.pooledWidth);
  const fc1 = { inputs: conv2.channels * conv2.pooledHeight * conv2.pooledWidth, units: layer('fc1').units };
  const fc2 = { inputs: fc1.units, units: layer('fc2').units };
  return { conv1, conv2, fc1, fc2, fc1GroupUnits: description.diagram.fc1_group_units };
}

function convolution(
  name: string,
  poolName: string,
  inputChannels: number,
  inputHeight: number,
  inputWidth: number,
): ConvolutionShape {
  const { channels, kernel } = layer(name);
  const pool = layer(poolName).size;
  const height = inputHeight - kernel + 1;
  const width = inputWidth - kernel + 1;
  const pooledHeight = Math.floor(height / pool);
  const pooledWidth = Math.floor(width / pool);
  return {
    inputChannels,
    inputHeight,
    inputWidth,
    channels,
    kernel,
    height,
    width,
    pool,
    pooledHeight,
    pooledWidth,
  };
}

/**
 * A layer's sizes by its name; sizes that its kind doesn't have are NaN, which invalidates any shape made from them.
 */
function layer(name: string): { channels: number; kernel: number; size: number; units: number } {
  const found = description.layers.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`architecture.json has no layer ${name}.`);
  return { channels: Number.NaN, kernel: Number.NaN, size: Number.NaN, units: Number.NaN, ...found };
}
