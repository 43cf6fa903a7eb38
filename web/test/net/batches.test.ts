import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContributions } from '../../src/explain/contributions.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { NETWORKS } from '../networks.ts';
import { largestDifference, randomInput, randomNumbers, randomWeights } from '../support.ts';

describe.each(NETWORKS)('many pictures in %s', (_, createNetwork) => {
  it('give the very logits of a pass each, however alike the pictures are', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const network = createNetwork(randomWeights(seed));
        const pictures = series(seed + 1, share);
        const logits = network.logits(pictures);
        expect(logits).toHaveLength(10 * (pictures.length / 784));
        for (let i = 0; i * 784 < pictures.length; i++) {
          const alone = network.forward(pictures.slice(784 * i, 784 * (i + 1)));
          expect(logits.subarray(10 * i, 10 * (i + 1)), `picture ${i}`).toEqual(alone.logits);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('leave the last trace as it is, and may be none', () => {
    const network = createNetwork(randomWeights(1));
    const trace = network.forward(randomInput(2, 0.3));
    const before = structuredClone(trace);
    network.logits(series(3, 0.3));
    expect(trace).toEqual(before);
    expect(network.logits(new Float32Array(0))).toHaveLength(0);
  });

  it('are refused unless they are whole', () => {
    const network = createNetwork(randomWeights(1));
    expect(() => network.logits(new Float32Array(785))).toThrow(
      '785 values are no whole number of pictures of 784 each.',
    );
  });
});

describe.each(NETWORKS)('other weights in %s', (_, createNetwork) => {
  it('make a network like one of its own, and the first may come back', () => {
    const [weights, others] = [randomWeights(4), randomWeights(5)];
    const input = randomInput(6, 0.3);
    const network = createNetwork(weights);
    const first = network.forward(input).logits.slice();
    const batch = network.logits(input);
    const altered = network.withWeights(others);
    expect(altered.weights).toBe(others);
    expect(altered.forward(input).logits).toEqual(createNetwork(others).forward(input).logits);
    expect(altered.logits(input)).toEqual(createNetwork(others).logits(input));
    expect(network.logits(input)).toEqual(batch);
    expect(network.forward(input).logits).toEqual(first);
  });
});

describe.each(NETWORKS)('what links add, if %s can tell,', (_, createNetwork) => {
  it('is what explain/ works out, whatever lives', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -0.5, max: 0.2, noNaN: true }),
        (seed, share, bias) => {
          const weights = randomWeights(seed, bias);
          const network = createNetwork(weights);
          const trace = network.forward(randomInput(seed + 1, share));
          const told = network.linkSums?.(trace);
          if (!told) return;
          const expected = createContributions()(trace, weights);
          for (const { name, sources } of STAGES) {
            expected.sums[name].forEach((sum, target) => {
              const range = [target * sources.nodes, (target + 1) * sources.nodes] as const;
              const parts = [...expected.links[name].slice(...range), expected.biases[name][target], sum];
              const toldParts = [
                ...told.links[name].slice(...range),
                told.biases[name][target],
                told.sums[name][target],
              ];
              const magnitude = parts.slice(0, -1).reduce((total, part) => total + Math.abs(part), 0);
              expect(largestDifference(toldParts, parts), `${name} ${target}`).toBeLessThanOrEqual(1e-6 * magnitude);
              expect(
                toldParts.some((part) => Object.is(part, -0)),
                `${name} ${target} shows −0`,
              ).toBe(false);
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is a new object each time, and refused for a trace that is overwritten', () => {
    const network = createNetwork(randomWeights(7));
    const first = network.forward(randomInput(8, 0.3));
    const told = network.linkSums?.(first);
    if (!told) return;
    const second = network.forward(randomInput(9, 0.3));
    expect(network.linkSums?.(second)).not.toBe(told);
    expect(() => network.linkSums?.(first)).toThrow(/not the last/);
  });
});

/** A picture, it once more, windows of it cleared here and there, cells changed at the corners, then another. */
function series(seed: number, share: number): Float32Array {
  const random = randomNumbers(seed);
  const base = randomInput(seed, share);
  const window = (side: number) => {
    const picture = base.slice();
    const [top, left] = [Math.floor(random() * 28), Math.floor(random() * 28)];
    for (let row = top; row < Math.min(28, top + side); row++)
      picture.fill(0, row * 28 + left, row * 28 + Math.min(28, left + side));
    return picture;
  };
  const corner = (cell: number) => base.map((value, i) => (i === cell ? 1 - value : value));
  const pictures = [base, base, window(5), window(5), window(1), window(28), base, ...[0, 27, 756, 783].map(corner)];
  return Float32Array.from(
    [...pictures, randomInput(seed + 1, share), new Float32Array(784)].flatMap((one) => [...one]),
  );
}
