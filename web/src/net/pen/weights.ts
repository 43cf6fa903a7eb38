/** The parameters of the pen's network, checked against its description. */

import { parseSafetensors } from '../safetensors.ts';
import { checkedTensors, type TensorShapes } from '../tensors.ts';
import { CONTEXT, PLACE_CELLS, SIZES, VOCABULARY } from './description.ts';

/** Weight row by row, (units, inputs), one bias per unit; float32, as all parameters. */
export interface LinearWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** One weight and one bias per unit of the residual stream. */
export interface NormWeights {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

export interface PenLayerWeights {
  readonly norm1: NormWeights;
  /** (width, width), head by head; in the file, the three are one below the other as `attention.qkv`. */
  readonly query: LinearWeights;
  readonly key: LinearWeights;
  readonly value: LinearWeights;
  /** (width, width), from the heads' outputs side by side. */
  readonly output: LinearWeights;
  readonly norm2: NormWeights;
  /** (feed-forward units, width). */
  readonly up: LinearWeights;
  /** (width, feed-forward units). */
  readonly down: LinearWeights;
}

/** Tables row by row, each row as wide as the residual stream. */
export interface PenWeights {
  /** By token; the same table predicts tokens. */
  readonly token: Float32Array;
  readonly position: Float32Array;
  /** By the cell of the pen's place, from left to right. */
  readonly placeX: Float32Array;
  /** The same, downwards. */
  readonly placeY: Float32Array;
  /** One row, added while the pen is up. */
  readonly penUp: Float32Array;
  readonly layers: readonly PenLayerWeights[];
  readonly norm: NormWeights;
}

export interface LoadedPenWeights {
  readonly weights: PenWeights;
  /** How the weights were made, according to the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Every tensor's shape, by its name in the weights file. */
export const penShapes: TensorShapes = shapesOf();

/**
 * Reads a safetensors file as the network's parameters.
 * @throws Error one clear line: not a safetensors file; or a tensor missing, unknown, of the wrong shape, or not finite.
 */
export function loadPenWeights(bytes: Uint8Array): LoadedPenWeights {
  const file = parseSafetensors(bytes);
  return { weights: penWeightsOf(checkedTensors(file, penShapes)), metadata: file.metadata };
}

/** The parameters, given every tensor by its name in the weights file, in its shape. */
export function penWeightsOf(tensors: Readonly<Record<string, Float32Array>>): PenWeights {
  const { width } = SIZES;
  const pair = (name: string) => ({ weight: tensors[`${name}.weight`], bias: tensors[`${name}.bias`] });
  const third = ({ weight, bias }: LinearWeights, index: number): LinearWeights => ({
    weight: weight.subarray(index * width * width, (index + 1) * width * width),
    bias: bias.subarray(index * width, (index + 1) * width),
  });
  const layer = (name: string): PenLayerWeights => {
    const projection = pair(`${name}.attention.qkv`);
    return {
      norm1: pair(`${name}.norm1`),
      query: third(projection, 0),
      key: third(projection, 1),
      value: third(projection, 2),
      output: pair(`${name}.attention.output`),
      norm2: pair(`${name}.norm2`),
      up: pair(`${name}.up`),
      down: pair(`${name}.down`),
    };
  };
  return {
    token: tensors['token.weight'],
    position: tensors['position.weight'],
    placeX: tensors['place_x.weight'],
    placeY: tensors['place_y.weight'],
    penUp: tensors['pen_up.weight'],
    layers: Array.from({ length: SIZES.layers }, (_, index) => layer(`layer${index + 1}`)),
    norm: pair('norm'),
  };
}

function shapesOf(): TensorShapes {
  const { width, layers, feedForward } = SIZES;
  const shapes: Record<string, readonly number[]> = {
    'token.weight': [VOCABULARY.length, width],
    'position.weight': [CONTEXT, width],
    'place_x.weight': [PLACE_CELLS.count, width],
    'place_y.weight': [PLACE_CELLS.count, width],
    'pen_up.weight': [width],
  };
  const pair = (name: string, ...shape: number[]) => {
    shapes[`${name}.weight`] = shape;
    shapes[`${name}.bias`] = shape.slice(0, 1);
  };
  for (let layer = 1; layer <= layers; layer++) {
    pair(`layer${layer}.norm1`, width);
    pair(`layer${layer}.attention.qkv`, 3 * width, width);
    pair(`layer${layer}.attention.output`, width, width);
    pair(`layer${layer}.norm2`, width);
    pair(`layer${layer}.up`, feedForward, width);
    pair(`layer${layer}.down`, width, feedForward);
  }
  pair('norm', width);
  return shapes;
}
