/** A network's parameters as their file must hold them. */

import type { Safetensors } from './safetensors.ts';

/** The tensors' shapes by name. */
export type TensorShapes = Readonly<Record<string, readonly number[]>>;

/**
 * The values of exactly these tensors, by name.
 * @throws Error one clear line: a tensor missing, unknown, of the wrong shape, or not finite
 */
export function checkedTensors(file: Safetensors, shapes: TensorShapes): Readonly<Record<string, Float32Array>> {
  const checked = Object.entries(shapes).map(([name, shape]) => [name, checkedTensor(file, name, shape)]);
  for (const name of file.tensors.keys()) {
    if (!Object.hasOwn(shapes, name))
      throw new Error(`The weights have a tensor ${name}, which is unknown to the network.`);
  }
  return Object.fromEntries(checked);
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
