import type { Computation } from '../computation.ts';
import type { Engine } from '../module.ts';
import type { Network } from './network.ts';
import { createPlainNetwork } from './plain.ts';
import { startKernels } from './wasm/kernels.ts';
import { createKernelNetwork } from './wasm/network.ts';
import type { Weights } from './weights.ts';

/** The network, computed as wished where that can be, else in plain TypeScript. */
export function createNetwork(weights: Weights, wished: Computation, engine?: Engine | null): Network {
  const kernels = wished === 'wasm' ? startKernels(engine) : null;
  return kernels ? createKernelNetwork(kernels, weights) : createPlainNetwork(weights);
}
