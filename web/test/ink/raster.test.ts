import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Drawing, emptyDrawing } from '../../src/ink/drawing.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { anyStrokes, atMoment, drawingOf, largestDifference, plainInkRule, randomNumbers } from '../support.ts';

type Strokes = readonly (readonly (readonly number[])[])[];

function rasterized(strokes: Strokes): Float32Array {
  const values = createRasterizer()(drawingOf(strokes));
  if (values === null) throw new Error('no ink');
  return values;
}

/** Values from 0 to 1 are rounded to float32. */
const ROUNDING = 2 ** -24;

describe('the ink rule', () => {
  it('gives no input for an empty pad', () => {
    expect(createRasterizer()(emptyDrawing())).toBeNull();
  });

  it('makes a single point a disc around 14.5, wherever it is', () => {
    const values = rasterized([[[4000, 17]]]);
    const value = (row: number, column: number) => values[row * 28 + column];
    // Cell 14, with its centre at 14.5, and the cells around it are at distances 0, 1, √2 and 2; r + ½ = 1.65.
    expect(value(14, 14)).toBe(1);
    for (const [row, column] of [
      [13, 14],
      [15, 14],
      [14, 13],
      [14, 15],
    ])
      expect(value(row, column)).toBeCloseTo(0.65, 6);
    expect(value(13, 13)).toBeCloseTo(1.65 - Math.SQRT2, 6);
    expect(values.filter((v) => v > 0)).toHaveLength(9);
    expect(
      largestDifference(
        rasterized([
          [
            [1, 1],
            [1, 1],
          ],
          [[1, 1]],
        ]),
        values,
      ),
    ).toBeLessThan(ROUNDING);
  });

  it('spans 20 cells with a horizontal line, pen included', () => {
    const values = rasterized([
      [
        [1000, 1000],
        [3000, 1000],
      ],
    ]);
    const row = values.subarray(14 * 28, 15 * 28);
    const ink = row.reduce((sum, value) => sum + value);
    expect(ink).toBeCloseTo(20, 5);
    expect([row[14 - 11], row[14 + 11]]).toEqual([0, 0]);
    expect([row[14 - 10], row[14 + 10]].every((value) => value > 0)).toBe(true);
  });

  it('agrees with a plain implementation, even for degenerate strokes', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        expect(largestDifference(rasterized(strokes), plainInkRule(strokes))).toBeLessThan(2 * ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with a plain implementation where ink lies over ink', () => {
    const random = randomNumbers(4);
    const scribble = Array.from({ length: 600 }, () => [random() * 4096, random() * 4096]);
    expect(largestDifference(rasterized([scribble]), plainInkRule([scribble]))).toBeLessThan(2 * ROUNDING);
  });

  it('gives the same result whatever the drawing’s place and size', () => {
    fc.assert(
      fc.property(
        anyStrokes,
        fc.integer({ min: -900, max: 900 }),
        fc.constantFrom(0.125, 0.5, 4, 1024),
        (strokes, shift, scale) => {
          const moved = strokes.map((stroke) => stroke.map(([x, y]) => [(x + shift) * scale, (y - shift) * scale]));
          expect(largestDifference(rasterized(moved), rasterized(strokes))).toBeLessThan(2 * ROUNDING);
        },
      ),
    );
  });

  it('gives values from 0 to 1, none of them NaN and never all blank', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const values = rasterized(strokes);
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(values.some((value) => value > 0.5)).toBe(true);
      }),
    );
  });
});

/** How many cells are measured meanwhile: finding each in its row takes one count of leading zeros. */
function cellsMeasured(work: () => unknown): number {
  const found = vi.spyOn(Math, 'clz32');
  work();
  const times = found.mock.calls.length;
  found.mockRestore();
  return times;
}

function rasterizedAlone(drawing: Drawing, points: number): Float32Array | null {
  return createRasterizer()(atMoment(drawing, points));
}

describe('a rasterizer', () => {
  it('measures no cell for a repeated point: work grows with the ink, not with the points', () => {
    const line = [
      [100, 100],
      [900, 2000],
    ];
    const resting = Array.from({ length: 5000 }, () => line[1]);
    const measured = cellsMeasured(() => rasterized([line]));
    expect(measured).toBeGreaterThan(20);
    expect(cellsMeasured(() => rasterized([[...line, ...resting]]))).toBe(measured);
    expect(rasterized([[...line, ...resting]])).toEqual(rasterized([line]));
  });

  it('measures little more of a slanted line than the cells it inks', () => {
    for (const end of [
      [4000, 4000],
      [4000, 2500],
      [1000, 4000],
      [-3000, 2000],
    ]) {
      const line = [[[0, 0], end]];
      const inked = rasterized(line).filter((value) => value > 0).length;
      // The line is rasterized twice, and a row's reach is a little wider than the pen's.
      expect(
        cellsMeasured(() => rasterized(line)),
        `to ${end}`,
      ).toBeLessThan(2 * 1.75 * inked);
    }
  });

  it('does not measure full cells again, and continues the first pass while the box stays the same', () => {
    const frame = [
      [0, 0],
      [1000, 0],
      [1000, 1000],
      [0, 1000],
      [0, 0],
    ];
    const once = cellsMeasured(() => rasterized([frame]));
    const twice = cellsMeasured(() => rasterized([frame, frame]));
    expect(twice - once, 'ink over ink').toBeLessThan(0.8 * once);
    const grown = drawingOf([[...frame, [500, 500]]]);
    const following = createRasterizer();
    following(atMoment(grown, 5));
    const goingOn = cellsMeasured(() => following(grown));
    expect(goingOn, 'one more point within the box').toBeLessThan(
      0.75 * cellsMeasured(() => createRasterizer()(grown)),
    );
  });

  it('looks at little more for one more point, however many there are', () => {
    const random = randomNumbers(9);
    let [x, y, angle] = [2048, 2048, 0];
    const scribble = Array.from({ length: 20_000 }, () => {
      angle += random() - 0.5;
      x = Math.min(4096, Math.max(0, x + 30 * Math.cos(angle)));
      y = Math.min(4096, Math.max(0, y + 30 * Math.sin(angle)));
      if (x % 4096 === 0 || y % 4096 === 0) angle += 2;
      return [x, y];
    });
    const drawing = drawingOf([scribble]);
    const measuredAfter = (points: number) => {
      const following = createRasterizer();
      following(atMoment(drawing, points));
      return cellsMeasured(() => following(atMoment(drawing, points + 1)));
    };
    expect(measuredAfter(200)).toBeGreaterThan(100);
    expect(measuredAfter(19_999)).toBeLessThan(4 * measuredAfter(200));
  });

  it('looks at the neighbours alone once one more point hardly shifts the ink, and measures what all pieces would give', () => {
    const curve = (points: number) =>
      Array.from({ length: points }, (_, i) => [2048 + 1900 * Math.cos(i * 0.05), 2048 + 1900 * Math.sin(i * 0.083)]);
    const drawing = drawingOf([curve(1300), curve(300)]);
    const following = createRasterizer();
    following(atMoment(drawing, 1000));
    let looked = 0;
    for (let points = 1001; points <= drawing.points; points++) {
      looked += cellsMeasured(() => following(atMoment(drawing, points)));
      if (points % 20 === 0) expect(following(atMoment(drawing, points))).toEqual(rasterizedAlone(drawing, points));
    }
    const alone = cellsMeasured(() => rasterizedAlone(drawing, drawing.points));
    expect(looked / 600).toBeLessThan(0.1 * alone);
    const before = atMoment(drawing, 900);
    expect(following(before), 'after going back').toEqual(rasterizedAlone(drawing, 900));
  });

  it('that began with a dot follows the smallest drawing too', () => {
    const drawing = drawingOf([
      [
        [2000, 2000],
        [2002, 2003],
        [2002, 2002],
        [2003, 2002],
      ],
    ]);
    const following = createRasterizer();
    for (const moment of [1, 2, 3, 4]) {
      expect(following(atMoment(drawing, moment))).toEqual(createRasterizer()(atMoment(drawing, moment)));
    }
    const skipping = createRasterizer();
    skipping(atMoment(drawing, 1));
    expect(skipping(drawing)).toEqual(createRasterizer()(drawing));
  });

  it('that follows a drawing through its moments gives what a new one gives, forwards and backwards', () => {
    fc.assert(
      fc.property(
        anyStrokes,
        anyStrokes,
        fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 12 }),
        (one, other, visits) => {
          const drawings = [drawingOf(one), drawingOf([...one, ...other])];
          const following = createRasterizer();
          for (const [which, visit] of visits) {
            const drawing = drawings[which ? 1 : 0];
            const moment = atMoment(drawing, 1 + (visit % drawing.points));
            expect(following(moment)).toEqual(createRasterizer()(moment));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['left', [-500, 500]],
    ['right', [1500, 500]],
    ['upwards', [500, -500]],
    ['downwards', [500, 1500]],
  ])('starts over if the ink grows %s only', (_, further) => {
    const corners = [
      [0, 0],
      [1000, 0],
      [1000, 1000],
      [0, 1000],
    ];
    const grown = drawingOf([[...corners, further]]);
    const following = createRasterizer();
    following(atMoment(grown, 4));
    expect(following(grown)).toEqual(createRasterizer()(grown));
  });

  it('returns a new object for each input, and reuses the values', () => {
    const rasterize = createRasterizer();
    const line = [
      [0, 0],
      [9, 4],
    ];
    const first = rasterize(drawingOf([line]));
    const before = first?.slice();
    const second = rasterize(drawingOf([line.map(([x, y]) => [y, x])]));
    expect(second).not.toBe(first);
    expect(second?.buffer).toBe(first?.buffer);
    expect(second).not.toEqual(before);
  });
});
