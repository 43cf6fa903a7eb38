import type { Network } from '../src/net/cnn/network.ts';
import { createPlainNetwork } from '../src/net/cnn/plain.ts';
import { startKernels } from '../src/net/cnn/wasm/kernels.ts';
import { createKernelNetwork } from '../src/net/cnn/wasm/network.ts';
import type { Weights } from '../src/net/cnn/weights.ts';

/** Every way to compute the network, by name. */
export const NETWORKS: readonly (readonly [string, (weights: Weights) => Network])[] = [
  ['plain TypeScript', createPlainNetwork],
  ['WebAssembly', createWithKernels],
];

function createWithKernels(weights: Weights): Network {
  const kernels = startKernels();
  if (kernels === null) throw new Error('Node has no WebAssembly with vectors.');
  return createKernelNetwork(kernels, weights);
}
