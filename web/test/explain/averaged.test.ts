import { describe, expect, it } from 'vitest';
import { createAveraged } from '../../src/explain/averaged.ts';
import { forEachGoldenDrawing, publishedWeights } from './golden-drawings.ts';

const DIGITS = 10;
const GROUPS = 16;
const GROUP_UNITS = 4;
const UNITS = 64;

const meanOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value) / DIGITS;

describe('the last stage against the average digit', () => {
  it('sums, on every golden drawing, to the logit less the mean logit', () => {
    const averagedOf = createAveraged();
    let drawings = 0;
    forEachGoldenDrawing(({ name, trace, contributions }) => {
      const { links, biases, sums } = averagedOf(contributions);
      const mean = meanOf(trace.logits);
      for (let digit = 0; digit < DIGITS; digit++) {
        const into = links.output.subarray(digit * GROUPS, (digit + 1) * GROUPS);
        const parts = [...into, biases.output[digit]];
        const size = parts.reduce((sum, part) => sum + Math.abs(part), 0) + Math.abs(trace.logits[digit]);
        const sum = parts.reduce((total, part) => total + part);
        expect(Math.abs(sum - (trace.logits[digit] - mean)), `${name}, ${digit}`).toBeLessThanOrEqual(1e-5 * size);
        expect(sums.output[digit]).toBeCloseTo(trace.logits[digit] - mean, 5);
      }
      drawings++;
    });
    expect(drawings).toBeGreaterThan(100);
  });

  it('is what the weights less their mean over the digits give, and the biases likewise', () => {
    const averagedOf = createAveraged();
    const { weight, bias } = publishedWeights.fc2;
    const lessMean = weight.map((value, i) => {
      const column = Array.from({ length: DIGITS }, (_, digit) => weight[digit * UNITS + (i % UNITS)]);
      return value - meanOf(column);
    });
    forEachGoldenDrawing(({ name, trace: { fc1 }, contributions }) => {
      const { links, biases } = averagedOf(contributions);
      for (let link = 0; link < DIGITS * GROUPS; link++) {
        let [sum, size] = [0, 1e-6];
        for (let i = 0; i < GROUP_UNITS; i++) {
          const unit = (link % GROUPS) * GROUP_UNITS + i;
          const product = lessMean[Math.trunc(link / GROUPS) * UNITS + unit] * fc1.activations[unit];
          sum += product;
          size += fc1.activations[unit];
        }
        expect(Math.abs(links.output[link] - sum), `${name}, link ${link}`).toBeLessThanOrEqual(1e-5 * size);
      }
      bias.forEach((value, digit) => {
        expect(biases.output[digit]).toBeCloseTo(value - meanOf(bias), 6);
      });
    });
  });

  it('leaves the other stages, and what was computed, as they are', () => {
    const averagedOf = createAveraged();
    forEachGoldenDrawing(({ contributions }) => {
      const before = structuredClone(contributions);
      const averaged = averagedOf(contributions);
      expect(contributions).toEqual(before);
      for (const stage of ['conv1', 'conv2', 'fc1'] as const) {
        expect(averaged.links[stage]).toBe(contributions.links[stage]);
        expect(averaged.sums[stage]).toBe(contributions.sums[stage]);
      }
    });
  });
});
