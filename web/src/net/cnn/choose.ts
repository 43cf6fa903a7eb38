import type { Network } from './network.ts';
import { createPlainNetwork } from './plain.ts';
import { type Engine, startKernels } from './wasm/kernels.ts';
import { createKernelNetwork } from './wasm/network.ts';
import type { Weights } from './weights.ts';

/** How the network is computed. */
export type Computation = 'wasm' | 'plain';
export const COMPUTATIONS: readonly Computation[] = ['wasm', 'plain'];

/** The network, computed as wished where that can be, else in plain TypeScript. */
export function createNetwork(weights: Weights, wished: Computation, engine?: Engine | null): Network {
  const kernels = wished === 'wasm' ? startKernels(engine) : null;
  return kernels ? createKernelNetwork(kernels, weights) : createPlainNetwork(weights);
}
