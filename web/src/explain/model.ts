import type { Network } from '../net/cnn/network.ts';
import type { VerdictRule } from './verdict.ts';

/** A network and the rule for the verdict on its probabilities; replaced as a whole, never changed. */
export interface Model {
  readonly network: Network;
  readonly verdictRule: VerdictRule;
}
