/** The memory of the pen's kernels, handed out array by array; an array's place is its `byteOffset`. */

import { CONTEXT, SIZES, VOCABULARY } from '../description.ts';
import { emptyPenTrace, type PenTrace } from '../trace.ts';
import type { LinearWeights, NormWeights, PenLayerWeights, PenWeights } from '../weights.ts';

/** A layer's parameters as the kernels read them: weights by input, rows filled up with zeros to `UNITS_AT_ONCE`. */
export interface LayerParameters {
  readonly norm1: NormWeights;
  readonly query: LinearWeights;
  readonly key: LinearWeights;
  readonly value: LinearWeights;
  readonly output: LinearWeights;
  readonly norm2: NormWeights;
  readonly up: LinearWeights;
  readonly down: LinearWeights;
}

export interface PenKernelMemory {
  readonly trace: PenTrace;
  readonly layers: readonly LayerParameters[];
  readonly norm: NormWeights;
  readonly unembedding: LinearWeights;
  /** By layer, the keys once more, (head, unit, token). */
  readonly turnedKeys: readonly Float32Array[];
}

const UNITS_AT_ONCE = 8;
const VECTOR_BYTES = 16;
/** After every array, what fills up its last row may be written. */
const SPARE_BYTES = 4 * UNITS_AT_ONCE;

type Allocate = (length: number) => Float32Array<ArrayBuffer>;

/** @throws RangeError if the memory is too small */
export function penMemoryIn(memory: ArrayBuffer, weights: PenWeights): PenKernelMemory {
  let end = VECTOR_BYTES;
  const allocate: Allocate = (length) => {
    const array = new Float32Array(memory, end, length);
    end += VECTOR_BYTES * Math.ceil((4 * length + SPARE_BYTES) / VECTOR_BYTES);
    return array;
  };
  return {
    trace: emptyPenTrace(allocate),
    layers: weights.layers.map((layer) => layerIn(allocate, layer)),
    norm: normIn(allocate, weights.norm),
    unembedding: linearIn(allocate, { weight: weights.token, bias: new Float32Array(VOCABULARY.length) }),
    turnedKeys: weights.layers.map(() => allocate(SIZES.width * CONTEXT)),
  };
}

function layerIn(allocate: Allocate, layer: PenLayerWeights): LayerParameters {
  return {
    norm1: normIn(allocate, layer.norm1),
    query: linearIn(allocate, layer.query),
    key: linearIn(allocate, layer.key),
    value: linearIn(allocate, layer.value),
    output: linearIn(allocate, layer.output),
    norm2: normIn(allocate, layer.norm2),
    up: linearIn(allocate, layer.up),
    down: linearIn(allocate, layer.down),
  };
}

function normIn(allocate: Allocate, { weight, bias }: NormWeights): NormWeights {
  const written = { weight: allocate(weight.length), bias: allocate(bias.length) };
  written.weight.set(weight);
  written.bias.set(bias);
  return written;
}

function linearIn(allocate: Allocate, { weight, bias }: LinearWeights): LinearWeights {
  const units = bias.length;
  const inputs = weight.length / units;
  const line = UNITS_AT_ONCE * Math.ceil(units / UNITS_AT_ONCE);
  const written = { weight: allocate(inputs * line), bias: allocate(line) };
  for (let unit = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++) written.weight[input * line + unit] = weight[unit * inputs + input];
  }
  written.bias.set(bias);
  return written;
}
