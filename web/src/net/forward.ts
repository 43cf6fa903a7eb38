import type { Trace } from './trace.ts';
import type { Weights } from './weights.ts';

export type { ConvolutionTrace, LinearTrace, Trace } from './trace.ts';

export interface Network {
  forward(input: Float32Array): Trace;
}

export declare function createNetwork(weights: Weights): Network;
