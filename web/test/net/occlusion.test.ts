import { describe, expect, it } from 'vitest';
import { occludedLogits } from '../../../benchmarks/browser/occlusion.ts';
import { NETWORKS } from '../networks.ts';
import { randomInput, randomWeights } from '../support.ts';

/** A drawing's input: blank at the border, and some ink. */
const input = randomInput(2, 0.5).map((value, i) =>
  i % 28 > 5 && i % 28 < 20 && i > 28 * 6 && i < 28 * 19 ? value : 0,
);

describe.each(NETWORKS)('occlusion in %s', (_, createNetwork) => {
  const network = createNetwork(randomWeights(1));

  it.each([1, 5, 27])('gives the very logits of 784 passes, each without a square of %i cells a side', (side) => {
    const logits = occludedLogits(network, input, side);
    expect(logits).toHaveLength(7840);
    for (let cell = 0; cell < 784; cell++) {
      const [row, column] = [Math.floor(cell / 28), cell % 28];
      const near = (i: number) => Math.max(Math.abs(Math.floor(i / 28) - row), Math.abs((i % 28) - column)) <= side / 2;
      const alone = network.forward(input.map((value, i) => (near(i) ? 0 : value)));
      expect(logits.subarray(10 * cell, 10 * cell + 10), `cell ${cell}`).toEqual(alone.logits);
    }
  });

  it('asks for no pass where there is no ink', () => {
    let passes = 0;
    const counting = { ...network, logits: (pictures: Float32Array) => count(pictures.length / 784, pictures) };
    function count(pictures: number, values: Float32Array): Float32Array {
      passes += pictures;
      return network.logits(values);
    }
    occludedLogits(counting, input, 1);
    expect(passes).toBe(1 + input.filter((value) => value !== 0).length);
  });

  it('leaves input and last trace as they are, and refuses an input of another length', () => {
    const trace = network.forward(input);
    const before = structuredClone(trace);
    occludedLogits(network, trace.input, 5);
    expect(trace).toEqual(before);
    expect(() => occludedLogits(network, new Float32Array(783), 5)).toThrow('The network reads 784 values, not 783.');
  });
});
