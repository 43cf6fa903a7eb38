import { emptyTrace } from '../../net/cnn/plain.ts';
import type { Weights } from '../../net/cnn/weights.ts';
import { createContributions } from '../contributions.ts';
import type { Evidence } from './description.ts';

/** Evidence of no drawing: there is no activation anywhere, so that what is made of it has its shape and no more. */
export function emptyEvidence(weights: Weights): Evidence {
  const trace = emptyTrace();
  return { trace, weights, contributions: createContributions()(trace, weights) };
}
