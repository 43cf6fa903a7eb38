/** Edited kernels: which part has which kernel, and the network's weights with them. */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import type { Weights } from '../net/cnn/weights.ts';
import { isSamePart, type Link, nodeOf, type Part } from './unit.ts';

/** A kernel by the diagram's link that it is behind: a convolution's map has one for each map that it reads. */
export type KernelLink = Link & { readonly stage: Convolution };

/** What a kernel has instead of its trained weights, row by row. */
export interface EditedKernel {
  readonly link: KernelLink;
  readonly weights: Float32Array;
}

/** Kernels of weights up to this make no sum of the network so large that float32 could not hold it. */
export const MOST_WEIGHT = 100;

/** A link's kernel; that with which a map, or the map of a cell, reads `source`; null elsewhere. */
export function kernelAt(part: Part, source: number): KernelLink | null {
  const { layer, index } = nodeOf(part);
  if (layer !== 'conv1' && layer !== 'conv2') return null;
  const last = architecture[layer].inputChannels - 1;
  return {
    layer: 'link',
    stage: layer,
    source: part.layer === 'link' ? part.source : Math.min(source, last),
    target: index,
  };
}

/** A kernel's weights, row by row, as a part of the network's. */
export function kernelIn(weights: Weights, { stage, source, target }: KernelLink): Float32Array {
  const { inputChannels, kernel } = architecture[stage];
  const first = (target * inputChannels + source) * kernel ** 2;
  return weights[stage].weight.subarray(first, first + kernel ** 2);
}

/** A kernel's weights after its edits. */
export function kernelWith(weights: Weights, edited: readonly EditedKernel[], link: KernelLink): Float32Array {
  return edited.find((one) => isSamePart(one.link, link))?.weights ?? kernelIn(weights, link);
}

/** The kernel with another weight in these cells; null if that makes it the trained one again. */
export function withWeight(
  kernel: Float32Array,
  trained: Float32Array,
  cells: readonly number[],
  weight: number,
): Float32Array | null {
  const changed = kernel.slice();
  for (const cell of cells) changed[cell] = weight;
  return changed.every((one, i) => one === trained[i]) ? null : changed;
}

/** The weights with these kernels. The given ones stay as they are. */
export function weightsWith(weights: Weights, edited: readonly EditedKernel[]): Weights {
  const changed = { ...weights };
  for (const { link, weights: kernel } of edited) {
    const { stage } = link;
    if (changed[stage] === weights[stage])
      changed[stage] = { ...weights[stage], weight: weights[stage].weight.slice() };
    kernelIn(changed, link).set(kernel);
  }
  return changed;
}

/** Whether a kernel of the part's is edited: of a link its own, of a map or a cell any of the map's. */
export function isEdited(part: Part, edited: readonly EditedKernel[]): boolean {
  const { layer, index } = nodeOf(part);
  return edited.some(({ link }) =>
    part.layer === 'link' ? isSamePart(link, part) : link.stage === layer && link.target === index,
  );
}
