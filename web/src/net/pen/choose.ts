import type { Computation } from '../computation.ts';
import type { Engine } from '../module.ts';
import type { PenNetwork } from './network.ts';
import { createPlainPenNetwork } from './plain.ts';
import { startPenKernels } from './wasm/kernels.ts';
import { createKernelPenNetwork } from './wasm/network.ts';
import type { PenWeights } from './weights.ts';

/** The pen's network, computed as wished where that can be, else in plain TypeScript. */
export function createPenNetwork(weights: PenWeights, wished: Computation, engine?: Engine | null): PenNetwork {
  const kernels = wished === 'wasm' ? startPenKernels(engine) : null;
  return kernels ? createKernelPenNetwork(kernels, weights) : createPlainPenNetwork(weights);
}
