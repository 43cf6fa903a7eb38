import { describe, expect, it } from 'vitest';
import { SIZES } from '../../src/net/pen/description.ts';
import type { Box } from '../../src/views/diagram/layout.ts';
import { barBox, cellBox, glyphBox, penLayout, rowBox } from '../../src/views/pen-place/diagram/layout.ts';
import { ROWS, rowIndex } from '../../src/views/pen-place/diagram/rows.ts';

const MOST_TOKENS = 95;

function right({ x, width }: Box): number {
  return x + width;
}

function bottom({ y, height }: Box): number {
  return y + height;
}

describe.each([
  [560, 668],
  [568, 493],
  [654, 493],
  [880, 668],
  [1200, 900],
  [374, 100],
  [304, 100],
])('in %i × %i px', (width, height) => {
  const layout = penLayout(width, height);

  it('everything stands within, and what is given in height is kept, from 493 px on', () => {
    const all = [
      ...ROWS.map((_, index) => rowBox(layout.rows[index])),
      ...layout.matrices,
      layout.output,
      glyphBox(layout.strip, MOST_TOKENS - 1),
      layout.heads,
      ...layout.labels,
    ];
    for (const box of all) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(right(box)).toBeLessThanOrEqual(width + 0.01);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(bottom(box)).toBeLessThanOrEqual(layout.height);
    }
    if (!layout.compact) expect(layout.height).toBeLessThanOrEqual(height);
  });

  it('no row, matrix or line of tokens covers another', () => {
    const boxes = [
      ...ROWS.map((_, index) => rowBox(layout.rows[index])),
      ...layout.matrices,
      layout.output,
      { ...glyphBox(layout.strip, 0), width },
      { ...barBox(layout.strip, MOST_TOKENS - 1), x: 0, width },
    ];
    boxes.forEach((one, i) => {
      for (const other of boxes.slice(i + 1)) {
        const apart =
          right(one) <= other.x + 0.01 ||
          right(other) <= one.x + 0.01 ||
          bottom(one) <= other.y + 0.01 ||
          bottom(other) <= one.y + 0.01;
        expect(apart).toBe(true);
      }
    });
  });

  it("a row's cells lie side by side, and a head's in its part of the row", () => {
    const place = layout.rows[rowIndex('query', 0)];
    for (let unit = 1; unit < SIZES.width; unit++) {
      const gap = cellBox(place, unit).x - right(cellBox(place, unit - 1));
      expect(gap).toBeCloseTo(unit % SIZES.headUnits === 0 ? 4 : 0);
    }
    const third = rowBox(place, 2);
    expect(third.x).toBeCloseTo(cellBox(place, 16).x);
    expect(right(third)).toBeCloseTo(right(cellBox(place, 23)));
  });

  it('each matrix stands over its head where the layers stand side by side', () => {
    if (layout.compact) return;
    for (let head = 0; head < SIZES.heads; head++) {
      const lane = rowBox(layout.rows[rowIndex('query', 1)], head);
      const box = layout.matrices[SIZES.heads + head];
      expect(box.x + box.width / 2).toBeCloseTo(lane.x + lane.width / 2);
    }
  });
});

describe('what is added', () => {
  it('has a plus on the line of the residual stream, at its row', () => {
    const { streams, rows } = penLayout(568, 668);
    for (const layer of [0, 1]) {
      for (const name of ['attended', 'fedForward'] as const) {
        const { y, cellHeight } = rows[rowIndex(name, layer)];
        expect(streams[layer].pluses).toContain(y + cellHeight / 2);
      }
    }
    expect(streams[0].pluses).toHaveLength(4);
  });
});
