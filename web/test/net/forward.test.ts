import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import description from '#architecture';
import {
  architecture,
  CONVOLUTIONS,
  type ConvolutionShape,
  LINEAR_LAYERS,
  WEIGHTED_LAYERS,
} from '../../src/net/cnn/architecture.ts';
import { convolve, multiply, pool, rectify, softmax } from '../../src/net/cnn/operations.ts';
import type { LayerWeights } from '../../src/net/cnn/weights.ts';
import { weightShapes } from '../../src/net/cnn/weights.ts';
import { NETWORKS } from '../networks.ts';
import { largestDifference, product, randomInput, randomWeights } from '../support.ts';

describe('the architecture', () => {
  it('has the sizes and the 27,690 parameters that the page states', () => {
    const { conv1, conv2, fc1, fc2 } = architecture;
    expect([conv1.channels, conv1.height, conv1.width, conv1.pooledHeight, conv1.pooledWidth]).toEqual([
      8, 24, 24, 12, 12,
    ]);
    expect([conv2.channels, conv2.height, conv2.width, conv2.pooledHeight, conv2.pooledWidth]).toEqual([
      16, 10, 10, 5, 5,
    ]);
    expect([fc1.inputs, fc1.units, fc2.inputs, fc2.units]).toEqual([400, 64, 64, 10]);
    const parameters = Object.values(weightShapes).map((shape) => product(shape) + shape[0]);
    expect(parameters.reduce((sum, count) => sum + count)).toBe(27_690);
  });
});

describe('the layers with parameters', () => {
  it('are exactly those of the description, in its order', () => {
    const named = (kind: string) => description.layers.filter((layer) => layer.kind === kind).map(({ name }) => name);
    expect(named('convolution')).toEqual(CONVOLUTIONS);
    expect(named('linear')).toEqual(LINEAR_LAYERS);
    expect(Object.keys(weightShapes)).toEqual(WEIGHTED_LAYERS);
    expect(WEIGHTED_LAYERS).toEqual([...CONVOLUTIONS, ...LINEAR_LAYERS]);
  });
});

describe('operations', () => {
  const shape: ConvolutionShape = {
    inputChannels: 2,
    inputHeight: 3,
    inputWidth: 4,
    channels: 1,
    kernel: 3,
    height: 1,
    width: 2,
    pool: 2,
    pooledHeight: 0,
    pooledWidth: 1,
  };

  it('convolves without flipping the kernel, over all input channels, and adds the bias', () => {
    const weight = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 10, 0, 0, 0, 0, 0, 0, 0);
    const input = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0, 0, 0, 0, 0);
    const output = new Float32Array(2);
    convolve(shape, { weight, bias: Float32Array.of(0.5) }, input, new Float64Array(2), output);
    // 1·x₀₀ + 2·x₂₂ of the first channel, 10·x₀₁ of the second, and the bias
    expect([...output]).toEqual(
      [1 + 2 * 11 + 10 * Math.fround(0.2) + 0.5, 2 + 2 * 12 + 10 * Math.fround(0.3) + 0.5].map(Math.fround),
    );
  });

  it('refuses kernels that it cannot convolve with', () => {
    const layer: LayerWeights = { weight: new Float32Array(8), bias: new Float32Array(1) };
    expect(() =>
      convolve({ ...shape, kernel: 2 }, layer, new Float32Array(24), new Float64Array(2), new Float32Array(2)),
    ).toThrow(/kernels of width 2/);
  });

  it('pools to the first largest of a patch in row order, and to no winner if nothing is above 0', () => {
    const activations = Float32Array.of(0, 3, 0, 0, 7, 7, 3, 1, 0, 0, 7, 7);
    const pooled = new Float32Array(3);
    const winners = new Int8Array(3);
    pool({ ...shape, height: 2, width: 6, pooledHeight: 1, pooledWidth: 3 }, activations, pooled, winners);
    expect([...pooled]).toEqual([3, 0, 7]);
    expect([...winners]).toEqual([1, -1, 0]);
  });

  it('rectifies to plain zeros', () => {
    const activations = new Float32Array(4);
    rectify(Float32Array.of(-1, -0, 0, 2), activations);
    expect([...activations]).toEqual([0, 0, 0, 2]);
  });

  it('multiplies a matrix whose width is not a multiple of four', () => {
    const output = new Float32Array(2);
    const layer = { weight: Float32Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, -1), bias: Float32Array.of(10, 20) };
    multiply({ inputs: 6, units: 2 }, layer, Float32Array.of(1, 1, 1, 1, 1, 2), output);
    expect([...output]).toEqual([37, 18]);
  });

  it('takes the softmax of logits that would overflow', () => {
    const probabilities = new Float32Array(3);
    softmax(Float32Array.of(1000, 1000, -1000), probabilities);
    expect([...probabilities]).toEqual([0.5, 0.5, 0]);
  });
});

describe.each(NETWORKS)('the forward pass in %s', (_, createNetwork) => {
  it('agrees with a plain implementation, layer by layer, for any weights and drawing', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -0.5, max: 0.2, noNaN: true }),
        (seed, share, bias) => {
          const weights = randomWeights(seed, bias);
          const input = randomInput(seed + 1, share);
          const trace = createNetwork(weights).forward(input);
          const { conv1, conv2, fc1, fc2 } = architecture;
          expectClose(trace.conv1.preactivations, plainConvolution(conv1, weights.conv1, input));
          expectRectified(trace.conv1.activations, trace.conv1.preactivations);
          expectPooled(conv1, trace.conv1);
          expectClose(trace.conv2.preactivations, plainConvolution(conv2, weights.conv2, trace.conv1.pooled));
          expectRectified(trace.conv2.activations, trace.conv2.preactivations);
          expectPooled(conv2, trace.conv2);
          expectClose(trace.fc1.preactivations, plainProduct(fc1.inputs, weights.fc1, trace.conv2.pooled));
          expectRectified(trace.fc1.activations, trace.fc1.preactivations);
          expectClose(trace.logits, plainProduct(fc2.inputs, weights.fc2, trace.fc1.activations));
          const exponentials = Array.from(trace.logits, Math.exp);
          const total = exponentials.reduce((sum, value) => sum + value);
          expectClose(
            trace.probabilities,
            exponentials.map((value) => value / total),
          );
        },
      ),
      { numRuns: 15 },
    );
  });

  it('returns a new object for each pass, reuses its arrays, and keeps nothing of the pass before', () => {
    const network = createNetwork(randomWeights(3));
    const first = network.forward(randomInput(1, 0.3));
    const logits = first.logits.slice();
    const second = network.forward(randomInput(2, 0.9));
    expect(second).not.toBe(first);
    expect(second.conv2.pooled).toBe(first.conv2.pooled);
    expect(second.logits).not.toEqual(logits);
    expect(network.forward(randomInput(1, 0.3)).logits).toEqual(logits);
  });

  it('copies its input, and refuses one of another length', () => {
    const network = createNetwork(randomWeights(3));
    const input = randomInput(1, 0.3);
    const trace = network.forward(input);
    expect(trace.input).toEqual(input);
    expect(trace.input).not.toBe(input);
    expect(() => network.forward(new Float32Array(783))).toThrow('The network reads 784 values, not 783.');
  });
});

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>): void {
  const scale = Math.max(1e-30, ...Array.from(expected, Math.abs));
  expect(largestDifference(values, expected) / scale).toBeLessThan(2e-6);
}

function expectRectified(activations: Float32Array, preactivations: Float32Array): void {
  expect(
    largestDifference(
      activations,
      Array.from(preactivations, (value) => Math.max(0, value)),
    ),
  ).toBe(0);
}

function expectPooled(
  { channels, width, height, pooledHeight, pooledWidth }: ConvolutionShape,
  trace: { activations: Float32Array; pooled: Float32Array; winners: Int8Array },
): void {
  const wrong: number[] = [];
  for (let channel = 0, cell = 0; channel < channels; channel++) {
    for (let row = 0; row < pooledHeight; row++) {
      for (let column = 0; column < pooledWidth; column++, cell++) {
        const corner = (channel * height + 2 * row) * width + 2 * column;
        const patch = [corner, corner + 1, corner + width, corner + width + 1].map((i) => trace.activations[i]);
        const largest = Math.max(...patch);
        const winner = largest > 0 ? patch.indexOf(largest) : -1;
        if (trace.pooled[cell] !== largest || trace.winners[cell] !== winner) wrong.push(cell);
      }
    }
  }
  expect(wrong).toEqual([]);
}

function plainConvolution(shape: ConvolutionShape, { weight, bias }: LayerWeights, input: Float32Array): number[] {
  const { inputChannels, inputHeight, inputWidth, channels, kernel, height, width } = shape;
  const output: number[] = [];
  for (let o = 0; o < channels; o++) {
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        let sum = bias[o];
        for (let i = 0; i < inputChannels; i++) {
          for (let u = 0; u < kernel; u++) {
            for (let v = 0; v < kernel; v++) {
              const tap = ((o * inputChannels + i) * kernel + u) * kernel + v;
              sum += weight[tap] * input[(i * inputHeight + r + u) * inputWidth + c + v];
            }
          }
        }
        output.push(sum);
      }
    }
  }
  return output;
}

function plainProduct(inputs: number, { weight, bias }: LayerWeights, input: Float32Array): number[] {
  return Array.from(bias, (start, unit) =>
    input.reduce((sum, value, i) => sum + value * weight[unit * inputs + i], start),
  );
}
