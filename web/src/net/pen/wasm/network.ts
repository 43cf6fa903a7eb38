/** The pen's network in WebAssembly: float32, four numbers at once. */

import { CONTEXT, SIZES, VOCABULARY } from '../description.ts';
import { embed } from '../embedding.ts';
import type { PenNetwork } from '../network.ts';
import type { PenLayerTrace, PenTrace } from '../trace.ts';
import type { PenWeights } from '../weights.ts';
import type { PenKernels } from './kernels.ts';
import { type LayerParameters, type PenKernelMemory, penMemoryIn } from './memory.ts';

export function createKernelPenNetwork(kernels: PenKernels, weights: PenWeights): PenNetwork {
  const memory = penMemoryIn(kernels.memory, weights);
  const embedded = new Float64Array(CONTEXT * SIZES.width);
  return {
    weights,
    trace: memory.trace,
    compute: (trace, from) => {
      embed(weights, trace, embedded, from);
      runKernels(kernels, memory, trace, from);
    },
  };
}

function runKernels(kernels: PenKernels, memory: PenKernelMemory, trace: PenTrace, from: number): void {
  const { width, layers, epsilon } = SIZES;
  const { norm, unembedding } = memory;
  const { normalized, logits, probabilities } = trace;
  const to = trace.ids.length;
  const count = VOCABULARY.length;
  for (let layer = 0; layer < layers; layer++) {
    runLayerKernels(kernels, memory.layers[layer], memory.turnedKeys[layer], trace.layers[layer], from, to);
  }
  const { after } = trace.layers[layers - 1];
  kernels.normalize(at(norm.weight), at(norm.bias), epsilon, at(after), at(normalized), width, from, to);
  kernels.multiply(at(unembedding.weight), at(unembedding.bias), at(normalized), at(logits), width, count, from, to);
  kernels.softmaxRows(at(logits), at(probabilities), count, from, to);
}

function runLayerKernels(
  kernels: PenKernels,
  { norm1, query, key, value, output, norm2, up, down }: LayerParameters,
  turnedKeys: Float32Array,
  trace: PenLayerTrace,
  from: number,
  to: number,
): void {
  const { width, heads, feedForward, epsilon } = SIZES;
  const normalized1 = at(trace.normalized1);
  const queries = at(trace.queries);
  const keys = at(trace.keys);
  const values = at(trace.values);
  const middle = at(trace.middle);
  const normalized2 = at(trace.normalized2);
  const preactivations = at(trace.preactivations);
  const activations = at(trace.activations);
  kernels.normalize(at(norm1.weight), at(norm1.bias), epsilon, at(trace.before), normalized1, width, from, to);
  kernels.multiply(at(query.weight), at(query.bias), normalized1, queries, width, width, from, to);
  kernels.multiply(at(key.weight), at(key.bias), normalized1, keys, width, width, from, to);
  kernels.multiply(at(value.weight), at(value.bias), normalized1, values, width, width, from, to);
  const [scores, attention, outputs] = [at(trace.scores), at(trace.attention), at(trace.heads)];
  kernels.attend(queries, keys, values, at(turnedKeys), scores, attention, outputs, heads, CONTEXT, from, to);
  kernels.multiply(at(output.weight), at(output.bias), outputs, at(trace.attended), width, width, from, to);
  kernels.add(at(trace.before), at(trace.attended), middle, width, from, to);
  kernels.normalize(at(norm2.weight), at(norm2.bias), epsilon, middle, normalized2, width, from, to);
  kernels.multiply(at(up.weight), at(up.bias), normalized2, preactivations, width, feedForward, from, to);
  kernels.rectify(preactivations, activations, feedForward, from, to);
  kernels.multiply(at(down.weight), at(down.bias), activations, at(trace.fedForward), feedForward, width, from, to);
  kernels.add(middle, at(trace.fedForward), at(trace.after), width, from, to);
}

/** Where an array lies in the kernels' memory. */
function at(array: Float32Array): number {
  return array.byteOffset;
}
