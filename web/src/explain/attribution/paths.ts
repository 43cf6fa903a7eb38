import { architecture } from '../../net/cnn/architecture.ts';
import type { Trace } from '../../net/cnn/trace.ts';
import type { Weights } from '../../net/cnn/weights.ts';
import { GROUP_UNITS } from '../topology.ts';
import { gradientProducts } from './gradient.ts';

/** What one node of the diagram passes on of a difference of two logits. */
export interface PathTerm {
  /** An FC group or a map. */
  readonly node: number;
  readonly amount: number;
  /** How many of its units are positive, or of its pooled cells have a winner. */
  readonly live: number;
}

/** The difference as it arrives at one layer: the terms and the bias add up to the sum. */
export interface PathSum {
  readonly layer: 'fc1' | 'conv2' | 'conv1';
  /** By node. */
  readonly terms: readonly PathTerm[];
  /** What the live biases of all layers after this one add. */
  readonly bias: number;
  /** The digit's logit less the rival's. */
  readonly sum: number;
  /** Units of a group, or pooled cells of a map. */
  readonly cells: number;
}

const { conv1, conv2 } = architecture;

/**
 * Follows the difference of two logits back through FC groups, the second convolution's maps and the first's.
 * @throws RangeError if there is no such digit
 */
export function differencePaths(trace: Trace, weights: Weights, digit: number, rival: number): readonly PathSum[] {
  const products = gradientProducts(trace, weights, digit, rival);
  const { biases } = products;
  const sum = trace.logits[digit] - trace.logits[rival];
  const path = (layer: PathSum['layer'], values: Float64Array, bias: number, cells: number): PathSum => {
    const isLive = (i: number) => (layer === 'fc1' ? trace.fc1.activations[i] > 0 : trace[layer].winners[i] >= 0);
    const terms = Array.from({ length: values.length / cells }, (_, node) => {
      let [amount, live] = [0, 0];
      for (let i = node * cells; i < (node + 1) * cells; i++) {
        amount += values[i];
        if (isLive(i)) live++;
      }
      return { node, amount, live };
    });
    return { layer, terms, bias, sum, cells };
  };
  return [
    path('fc1', products.fc1, biases.fc2, GROUP_UNITS),
    path('conv2', products.conv2, biases.fc2 + biases.fc1, conv2.pooledHeight * conv2.pooledWidth),
    path('conv1', products.conv1, biases.fc2 + biases.fc1 + biases.conv2, conv1.pooledHeight * conv1.pooledWidth),
  ];
}
