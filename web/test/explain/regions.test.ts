import { describe, expect, it } from 'vitest';
import { leadingRegions, PLACES, strongestRegion } from '../../src/explain/attribution/regions.ts';

/** A picture, or values, of 784 with these cells set. */
const inkAt = (...cells: (readonly [row: number, column: number])[]) =>
  Float32Array.from({ length: 784 }, (_, i) => (cells.some(([row, column]) => 28 * row + column === i) ? 1 : 0));
const valuesAt = (...cells: (readonly [row: number, column: number, value: number])[]) => {
  const values = new Float64Array(784);
  for (const [row, column, value] of cells) values[28 * row + column] = value;
  return values;
};
/** The ink's box is rows 4…12, columns 10…18: thirds of three cells each. */
const boxed = inkAt([4, 10], [12, 18]);

describe('the regions of a drawing', () => {
  it('are the nine parts of the box around its ink, each with the sum of its shares', () => {
    const middles = [5, 8, 11].flatMap((row) => [11, 14, 17].map((column) => [row, column] as const));
    middles.forEach(([row, column], i) => {
      const shares = valuesAt([row - 1, column + 1, 2], [row + 1, column - 1, 0.5]);
      expect(leadingRegions(boxed, shares)).toEqual([{ place: PLACES[i], amount: 2.5 }]);
    });
  });

  it('are named by size, whichever digit they speak for, if they bear 15 % of all shares, three at most', () => {
    const named = (...shares: Parameters<typeof valuesAt>) =>
      leadingRegions(boxed, valuesAt(...shares)).map(({ place, amount }) => [place, amount]);
    expect(named([4, 10, 2], [12, 18, -5], [4, 18, 1])).toEqual([
      ['lowerRight', -5],
      ['upperLeft', 2],
    ]);
    expect(named([4, 10, 1], [4, 14, 1], [4, 18, 1], [8, 14, 1])).toHaveLength(3);
  });

  it('that say one thing here and the other there are not named', () => {
    expect(leadingRegions(boxed, valuesAt([4, 10, 3], [4, 11, -3]))).toEqual([]);
  });

  it('are defined for a dot, a line, and no ink at all', () => {
    expect(leadingRegions(inkAt([9, 9]), valuesAt([9, 9, 1]))).toEqual([{ place: 'middle', amount: 1 }]);
    const column = inkAt([3, 14], [20, 14]);
    expect(leadingRegions(column, valuesAt([3, 14, 1]))).toEqual([{ place: 'top', amount: 1 }]);
    expect(leadingRegions(inkAt(), valuesAt([9, 9, 1]))).toEqual([]);
    expect(leadingRegions(boxed, valuesAt())).toEqual([]);
  });
});

describe('the strongest region', () => {
  it('is that of the cell with the largest value, also beside the ink', () => {
    expect(strongestRegion(boxed, valuesAt([8, 14, 2], [8, 13, 2], [6, 2, -3]))).toEqual({
      place: 'upperLeft',
      amount: -3,
    });
    expect(strongestRegion(boxed, valuesAt([8, 27, 1]))).toEqual({ place: 'right', amount: 1 });
  });

  it('is none without ink, or if nothing changes', () => {
    expect(strongestRegion(inkAt(), valuesAt([8, 27, 1]))).toBeNull();
    expect(strongestRegion(boxed, valuesAt())).toBeNull();
  });
});
