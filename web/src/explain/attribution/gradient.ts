import { architecture, type Convolution, type WeightedLayer } from '../../net/cnn/architecture.ts';
import { backward, emptyGradients } from '../../net/cnn/backward.ts';
import { writeLogitsGradient } from '../../net/cnn/checks.ts';
import type { Trace } from '../../net/cnn/trace.ts';
import type { Weights } from '../../net/cnn/weights.ts';

/**
 * A digit's logit, or its lead over a rival's, as gradient × value at every layer. For the winners and live units of
 * one drawing the network is linear, so at any layer the products, plus the bias terms of all layers after it, equal
 * the number: at the input it is gradient × input plus all four bias terms. Everything is float64.
 */
export interface GradientProducts {
  /** (784) */
  readonly input: Float64Array;
  /** By pooled cell (8×12×12). */
  readonly conv1: Float64Array;
  /** By pooled cell (16×5×5). */
  readonly conv2: Float64Array;
  /** By unit (64). */
  readonly fc1: Float64Array;
  /** Each layer's live biases × the gradients by what they are added to, summed. */
  readonly biases: Readonly<Record<WeightedLayer, number>>;
}

/** @throws RangeError if there is no such digit */
export function gradientProducts(trace: Trace, weights: Weights, digit: number, rival?: number): GradientProducts {
  const gradients = emptyGradients();
  writeLogitsGradient(gradients.logits, digit, rival);
  backward(trace, weights, gradients);
  return {
    input: products(gradients.input, trace.input),
    conv1: products(gradients.conv1, trace.conv1.pooled),
    conv2: products(gradients.conv2, trace.conv2.pooled),
    fc1: products(gradients.fc1, trace.fc1.activations),
    biases: {
      conv1: mapBiases('conv1', trace, weights, gradients.conv1),
      conv2: mapBiases('conv2', trace, weights, gradients.conv2),
      fc1: sum(products(gradients.fc1, weights.fc1.bias)),
      fc2: sum(products(gradients.logits, weights.fc2.bias)),
    },
  };
}

function products(gradient: Float64Array, values: Float32Array): Float64Array {
  return gradient.map((slope, i) => slope * values[i]);
}

/** A map's bias counts at every pooled cell that has a winner. */
function mapBiases(name: Convolution, trace: Trace, weights: Weights, gradient: Float64Array): number {
  const cells = architecture[name].pooledHeight * architecture[name].pooledWidth;
  return gradient.reduce(
    (total, slope, cell) =>
      trace[name].winners[cell] < 0 ? total : total + slope * weights[name].bias[Math.trunc(cell / cells)],
    0,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
