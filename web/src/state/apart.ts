import { type Reading, readingOf } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Network } from '../net/cnn/network.ts';
import { softmax } from '../net/cnn/operations.ts';

/** What a network reads in a picture, apart from the pass that is shown, which stays as it is. */
export function readApart(input: Float32Array, network: Network, rule: VerdictRule): Reading {
  const probabilities = network.logits(input);
  softmax(probabilities, probabilities);
  return readingOf(probabilities, rule);
}
