import { describe, expect, it } from 'vitest';
import { CONTEXT } from '../../src/net/pen/description.ts';
import { curvePath, labelPlaces, placeOfEpoch } from '../../src/views/pen-place/history-layout.ts';
import { stepTo } from '../../src/views/pen-place/learned.ts';
import { sequenceGrid } from '../../src/views/pen-place/sequence-picture.ts';

describe('the cells of a sequence', () => {
  it('have room for a full context and its end, on any screen', () => {
    for (const [width, height] of [
      [880, 80],
      [358, 128],
      [288, 128],
      [1600, 80],
    ]) {
      const { side, columns } = sequenceGrid({ width, height });
      expect(Math.floor(height / side) * columns).toBeGreaterThanOrEqual(CONTEXT + 1);
      expect(columns * side).toBeLessThanOrEqual(width);
      expect(side).toBeGreaterThanOrEqual(16);
    }
  });
});

describe('the chart over the columns', () => {
  const moments = [1, 2, 4, 9];

  it('has each moment over the middle of its own column, and the epochs between in order', () => {
    expect(moments.map((epoch) => placeOfEpoch(epoch, moments))).toEqual([0.125, 0.375, 0.625, 0.875]);
    const places = Array.from({ length: 9 }, (_, i) => placeOfEpoch(i + 1, moments));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(placeOfEpoch(20, moments)).toBe(0.875);
  });

  it('has 0 at the bottom and the most at the top', () => {
    expect(curvePath([0, 1, 0.5], [1, 3], 1, 100, 10)).toMatch(/^M25\.0 10\.00L\d+\.\d 0\.00L75\.0 5\.00$/);
  });
});

describe('the labels of the curves', () => {
  it('stand beside the ends, or above them and the lowest one below, and never over each other', () => {
    expect(labelPlaces([0.1, 0.5, 0.9], 0.2)).toEqual({ beside: [0.1, 0.5, 0.9], within: [0, 0.4, 0.9] });
    for (const ends of [
      [0.7, 0.01, 0.68, 0.25],
      [0.5, 0.5, 0.5, 0.5],
      [1, 1, 1, 0],
    ]) {
      const { beside, within } = labelPlaces(ends, 0.2);
      for (const places of [beside, within]) {
        const upwards = [...places].sort((a, b) => b - a);
        for (let i = 1; i < upwards.length; i++) expect(upwards[i - 1] - upwards[i]).toBeGreaterThanOrEqual(0.2 - 1e-9);
        expect(upwards[0]).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the keys on the digits of the training run', () => {
  it('walk within them', () => {
    expect(stepTo('ArrowLeft', 3, 0, 10, 10)).toEqual([3, 0]);
    expect(stepTo('ArrowRight', 3, 0, 10, 10)).toEqual([3, 1]);
    expect(stepTo('ArrowUp', 0, 4, 10, 10)).toEqual([0, 4]);
    expect(stepTo('ArrowDown', 3, 4, 10, 10)).toEqual([4, 4]);
    expect(stepTo('Home', 3, 4, 10, 10)).toEqual([3, 0]);
    expect(stepTo('End', 3, 4, 10, 10)).toEqual([3, 9]);
    expect(stepTo('a', 3, 4, 10, 10)).toBeNull();
  });
});
