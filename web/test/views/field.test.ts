import { describe, expect, it } from 'vitest';
import { createRasterizer } from '../../src/ink/raster.ts';
import { placedOnPad } from '../../src/views/field.ts';
import { drawingOf } from '../support.ts';

describe('the receptive field on the pad', () => {
  it('surrounds the ink that its cells hold', () => {
    const [x, y] = [1234, 2345];
    const rasterize = createRasterizer();
    const input = rasterize(drawingOf([[[x, y]]]));
    const inked = [...(input?.keys() ?? [])].filter((cell) => (input?.[cell] ?? 0) > 0);
    const [rows, columns] = [inked.map((cell) => Math.trunc(cell / 28)), inked.map((cell) => cell % 28)];
    const cells = {
      top: Math.min(...rows),
      left: Math.min(...columns),
      height: Math.max(...rows) - Math.min(...rows) + 1,
      width: Math.max(...columns) - Math.min(...columns) + 1,
    };
    const { left, top, width, height } = placedOnPad(cells, rasterize.placement());
    const units = 4096 / 100;
    expect([left * units < x, (left + width) * units > x, top * units < y, (top + height) * units > y]).toEqual(
      Array(4).fill(true),
    );
    // The dot lies at the middle of its cells, within half a cell; its cells are one pad unit wide.
    expect(Math.abs((left + width / 2) * units - x)).toBeLessThan(1);
    expect(width * units).toBeCloseTo(cells.width, 6);
  });
});
