import { describe, expect, it } from 'vitest';
import { WEIGHTED_LAYERS } from '../../src/net/cnn/architecture.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import type { Weights } from '../../src/net/cnn/weights.ts';
import { NETWORKS } from '../networks.ts';
import { largestDifference, randomInput, randomWeights } from '../support.ts';

const DIGIT = 3;
const RIVAL = 8;
/** Long enough for float32 to see the difference to 3 %, short enough for most active sets to stay as they are. */
const STEP = 2e-4;

describe.each(NETWORKS)('the gradient by the input, in %s,', (_, createNetwork) => {
  it('is the slope of the logits, as finite differences find it wherever no winner and no unit changes', () => {
    let compared = 0;
    for (let seed = 0; seed < 12; seed++) {
      const network = createNetwork(randomWeights(seed));
      // No two cells are equal, so that no patch is undecided.
      const input = randomInput(seed + 100, 1);
      const gradient = network.gradient(network.forward(input), DIGIT, RIVAL).slice();
      const scale = largestOf(gradient);
      for (let cell = seed; cell < 784; cell += 19) {
        const [before, after] = [-STEP, STEP].map((step) => {
          const trace = network.forward(input.map((value, i) => (i === cell ? value + step : value)));
          return { active: activeSet(trace), lead: trace.logits[DIGIT] - trace.logits[RIVAL] };
        });
        if (before.active !== after.active) continue;
        compared++;
        expect(Math.abs((after.lead - before.lead) / (2 * STEP) - gradient[cell])).toBeLessThan(3e-2 * scale);
      }
    }
    expect(compared).toBeGreaterThan(250);
  });

  it('times the input is the logit itself in a network without biases, which is linear along every ray', () => {
    const weights = withoutBiases(randomWeights(5));
    const network = createNetwork(weights);
    const input = randomInput(6, 0.3);
    const trace = network.forward(input);
    const product = network.gradient(trace, DIGIT).reduce((sum, value, i) => sum + value * input[i], 0);
    expect(Math.abs(product - trace.logits[DIGIT])).toBeLessThan(1e-5 * largestOf(trace.logits));
  });

  it('of a difference is the difference of both gradients', () => {
    const network = createNetwork(randomWeights(7));
    const trace = network.forward(randomInput(8, 0.3));
    const [one, other] = [DIGIT, RIVAL].map((digit) => network.gradient(trace, digit).slice());
    const both = network.gradient(trace, DIGIT, RIVAL);
    expect(
      largestDifference(
        both,
        one.map((value, i) => value - other[i]),
      ),
    ).toBeLessThan(1e-5 * largestOf(both));
    expect(largestOf(network.gradient(trace, DIGIT, DIGIT))).toBe(0);
  });

  it('is 0 everywhere in a network where nothing is live', () => {
    const network = createNetwork(randomWeights(9, -9));
    expect(largestOf(network.gradient(network.forward(randomInput(10, 0.3)), DIGIT))).toBe(0);
  });

  it('at many pictures is the gradient at each, and leaves the last trace as it is', () => {
    const network = createNetwork(randomWeights(11));
    const inputs = [12, 13, 14].map((seed) => randomInput(seed, 0.3));
    const shown = network.forward(randomInput(15, 0.5));
    const logits = shown.logits.slice();
    const gradients = network.gradients(joined(inputs), DIGIT, RIVAL);
    expect(shown.logits).toEqual(logits);
    expect(network.gradient(shown, DIGIT)).toHaveLength(784);
    inputs.forEach((input, i) => {
      const alone = network.gradient(network.forward(input), DIGIT, RIVAL);
      expect(gradients.subarray(784 * i, 784 * (i + 1))).toEqual(alone);
    });
  });

  it('is refused for a trace that a later pass has overwritten, and for a digit there is none of', () => {
    const network = createNetwork(randomWeights(16));
    const first = network.forward(randomInput(17, 0.3));
    const second = network.forward(randomInput(18, 0.3));
    expect(() => network.gradient(first, DIGIT)).toThrow(/not the last/);
    expect(() => network.gradient(second, 10)).toThrow('There is no logit 10.');
    expect(() => network.gradient(second, DIGIT, 0.5)).toThrow('There is no logit 0.5.');
    expect(() => network.gradients(new Float32Array(784), -1)).toThrow('There is no logit -1.');
    expect(() => network.gradients(new Float32Array(800), DIGIT)).toThrow(RangeError);
    const other = network.withWeights(randomWeights(19));
    expect(() => other.gradient(second, DIGIT)).toThrow(/not the last/);
    other.forward(randomInput(18, 0.3));
    expect(() => network.gradient(second, DIGIT)).toThrow(/not the last/);
  });
});

function withoutBiases(weights: Weights): Weights {
  for (const name of WEIGHTED_LAYERS) weights[name].bias.fill(0);
  return weights;
}

/** All winners and live units, as one text to compare. */
function activeSet({ conv1, conv2, fc1 }: Trace): string {
  return [conv1.winners, conv2.winners, fc1.activations.map((value) => Number(value > 0))].join();
}

function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

function joined(inputs: readonly Float32Array[]): Float32Array {
  return Float32Array.from(inputs.flatMap((input) => [...input]));
}
