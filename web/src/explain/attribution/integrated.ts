import { INPUT_LENGTH } from '../../net/cnn/architecture.ts';
import { checkInput } from '../../net/cnn/checks.ts';
import type { Network } from '../../net/cnn/network.ts';

/** Pictures between blank paper and the drawing at which the gradient is taken. */
export const INTEGRATION_STEPS = 64;

/** Each cell's share of a digit's logit less its rival's: difference = blank + total + remainder. */
export interface IntegratedGradients {
  /** (784), positive where the ink speaks for the digit, 0 where there is none; sums are taken in float64. */
  readonly shares: Float64Array;
  /** The digit's logit less the rival's for this drawing. */
  readonly difference: number;
  /** The same for blank paper. */
  readonly blank: number;
  /** The sum of the shares. */
  readonly total: number;
  /** What the finite number of steps leaves over. */
  readonly remainder: number;
}

/**
 * Integrates the gradient along the straight way from blank paper to the drawing, by the midpoint rule: cell i's share
 * is xᵢ × the mean of ∂(difference)/∂xᵢ at the pictures αx, α = (k + ½) / 64 (Sundararajan, Taly and Yan 2017, arXiv
 * 1703.01365).
 * @throws RangeError if the input has another length, or if there is no such digit
 */
export function integratedGradients(
  network: Network,
  input: Float32Array,
  digit: number,
  rival: number,
): IntegratedGradients {
  checkInput(input);
  const between = new Float32Array(INTEGRATION_STEPS * INPUT_LENGTH);
  for (let step = 0, i = 0; step < INTEGRATION_STEPS; step++) {
    const alpha = (step + 0.5) / INTEGRATION_STEPS;
    for (let cell = 0; cell < INPUT_LENGTH; cell++, i++) between[i] = alpha * input[cell];
  }
  const gradients = network.gradients(between, digit, rival);
  const shares = new Float64Array(INPUT_LENGTH);
  let total = 0;
  for (let cell = 0; cell < INPUT_LENGTH; cell++) {
    if (input[cell] === 0) continue;
    let sum = 0;
    for (let i = cell; i < gradients.length; i += INPUT_LENGTH) sum += gradients[i];
    shares[cell] = (input[cell] * sum) / INTEGRATION_STEPS;
    total += shares[cell];
  }
  const blank = differenceAt(network, new Float32Array(INPUT_LENGTH), digit, rival);
  const difference = differenceAt(network, input, digit, rival);
  return { shares, difference, blank, total, remainder: difference - blank - total };
}

function differenceAt(network: Network, picture: Float32Array, digit: number, rival: number): number {
  const logits = network.logits(picture);
  return logits[digit] - logits[rival];
}
