import type { Weights } from '../net/cnn/weights.ts';
import { weightsWithout } from './ablation.ts';
import { type EditedKernel, weightsWith } from './kernels.ts';
import type { Part } from './unit.ts';

/** All that makes the network another than the one that was trained. */
export interface Alterations {
  /** The maps and units that are switched off. */
  readonly off: readonly Part[];
  readonly edited: readonly EditedKernel[];
}

/** The weights of the altered network: a map that is switched off computes 0 whatever its kernels. */
export function alteredWeights(weights: Weights, { off, edited }: Alterations): Weights {
  return weightsWithout(weightsWith(weights, edited), off);
}
