import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDrawing } from '../../src/ink/drawing.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { type InkSteps, rasterizeWith } from '../../src/ink/steps.ts';
import { anyStrokes, drawingOf, largestDifference } from '../support.ts';

const ALL: InkSteps = { fit: true, mass: true, pen: true };
const SIDE = 28;
const line = (...points: [number, number][]) => drawingOf([points]);

function values(drawing: ReturnType<typeof drawingOf>, off: Partial<InkSteps>): Float32Array {
  const drawn = rasterizeWith(drawing, { ...ALL, ...off });
  if (drawn === null) throw new Error('no ink');
  return drawn;
}

/** The first and the last row and column with ink. */
function inked(values: Float32Array) {
  const cells = [...values.keys()].filter((cell) => values[cell] > 0);
  const [rows, columns] = [cells.map((cell) => Math.trunc(cell / SIDE)), cells.map((cell) => cell % SIDE)];
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows),
    left: Math.min(...columns),
    right: Math.max(...columns),
  };
}

describe('the ink rule with some steps left out', () => {
  it('is the ink rule with all of them, for any drawing', () => {
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const drawing = drawingOf(strokes);
        expect(largestDifference(values(drawing, {}), createRasterizer()(drawing) ?? [])).toBeLessThan(1e-6);
      }),
    );
  });

  it('gives no input for an empty pad, whatever is left out', () => {
    for (const fit of [true, false]) expect(rasterizeWith(emptyDrawing(), { ...ALL, fit })).toBeNull();
  });

  it('leaves ink where it lies on the pad, and as large, without the fit and the centre of mass', () => {
    // A cell is 4096 / 28 pad units wide.
    const drawn = inked(values(line([1024, 2048], [1024, 3072]), { fit: false, mass: false }));
    expect(drawn).toEqual({ top: 12, bottom: 22, left: 5, right: 8 });
  });

  it('keeps ink small without the fit, and moves its centre of mass to that of MNIST', () => {
    const drawn = inked(values(line([900, 700], [900, 1724]), { fit: false }));
    expect(drawn).toEqual({ top: 9, bottom: 19, left: 13, right: 15 });
  });

  it('centres the box without the centre of mass: a heavy foot stays at the bottom', () => {
    const foot = drawingOf([
      [
        [1000, 0],
        [1000, 2000],
      ],
      [
        [200, 2000],
        [1800, 2000],
      ],
      [
        [200, 1960],
        [1800, 1960],
      ],
    ]);
    const [boxed, massed] = [inked(values(foot, { mass: false })), inked(values(foot, {}))];
    expect(boxed.top + boxed.bottom).toBe(27);
    expect(massed.top).toBeLessThan(boxed.top);
  });

  it('makes a small drawing’s lines fat and a large one’s thin without the fixed pen', () => {
    const ink = (side: number, off: Partial<InkSteps>) =>
      values(line([1000, 1000], [1000 + side, 1000 + side]), off).reduce((sum, value) => sum + value);
    expect(ink(300, {})).toBeCloseTo(ink(3000, {}), 3);
    expect(ink(300, { pen: false })).toBeGreaterThan(1.5 * ink(300, {}));
    expect(ink(3000, { pen: false })).toBeLessThan(0.8 * ink(3000, {}));
    const dot = values(drawingOf([[[9, 9]]]), { pen: false });
    expect(inked(dot), 'a dot enlarged is a disc of 20 cells').toEqual({ top: 4, bottom: 24, left: 4, right: 24 });
  });

  it('gives values from 0 to 1, never all blank, in every way', () => {
    const way = fc.record({ fit: fc.boolean(), mass: fc.boolean(), pen: fc.boolean() });
    fc.assert(
      fc.property(anyStrokes, way, (strokes, steps) => {
        const drawn = values(drawingOf(strokes), steps);
        expect(drawn.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(drawn.some((value) => value > 0)).toBe(true);
      }),
    );
  });
});
