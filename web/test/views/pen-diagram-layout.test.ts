import { describe, expect, it } from 'vitest';
import { SIZES } from '../../src/net/pen/description.ts';
import type { Box } from '../../src/views/diagram/layout.ts';
import { barBox, cellBox, glyphBox, type Layout, penLayout, rowBox } from '../../src/views/pen-place/diagram/layout.ts';
import { ROWS, rowIndex } from '../../src/views/pen-place/diagram/rows.ts';

const MOST_TOKENS = 95;

function rowBoxes({ rows }: Layout): Box[] {
  return rows.flatMap((place) => (place === null ? [] : [rowBox(place)]));
}

function right({ x, width }: Box): number {
  return x + width;
}

function bottom({ y, height }: Box): number {
  return y + height;
}

const WINDOWS = [
  [560, 668],
  [568, 480],
  [654, 480],
  [880, 668],
  [1200, 900],
  [900, 480],
  [374, 100],
  [304, 100],
];

describe.each(WINDOWS.flatMap(([width, height]) => [true, false].map((inside) => ({ width, height, inside }))))(
  'in $width × $height px, inside the layers $inside',
  ({ width, height, inside }) => {
    const layout = penLayout(width, height, inside);

    it('everything stands within, and what is given in height is kept, from 480 px on', () => {
      const all = [
        ...rowBoxes(layout),
        ...layout.matrices,
        layout.output,
        glyphBox(layout.strip, MOST_TOKENS - 1),
        layout.heads,
        ...layout.labels,
        layout.caption,
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
        ...rowBoxes(layout),
        ...layout.matrices,
        layout.output,
        layout.caption,
        ...(layout.heads.y === 0 ? [layout.heads] : []),
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
      expect(place !== null).toBe(inside);
      if (place === null) return;
      for (let unit = 1; unit < SIZES.width; unit++) {
        const gap = cellBox(place, unit).x - right(cellBox(place, unit - 1));
        expect(gap).toBeCloseTo(unit % SIZES.headUnits === 0 ? 4 : 0);
      }
      const third = rowBox(place, 2);
      expect(third.x).toBeCloseTo(cellBox(place, 16).x);
      expect(right(third)).toBeCloseTo(right(cellBox(place, 23)));
    });

    it('each matrix stands over its head where the layers stand side by side', () => {
      const query = layout.rows[rowIndex('query', 1)];
      if (layout.compact || query === null) return;
      for (let head = 0; head < SIZES.heads; head++) {
        const lane = rowBox(query, head);
        const box = layout.matrices[SIZES.heads + head];
        expect(box.x + box.width / 2).toBeCloseTo(lane.x + lane.width / 2);
      }
    });
  },
);

describe('while the layers are folded', () => {
  const layout = penLayout(654, 480, false);

  it('one reads from above: the tokens, the embedding, a layer after the other, what comes next', () => {
    const top = (name: string) => layout.labels.find((label) => label.name === name)?.y ?? 0;
    const order = [layout.strip.y, top('embedding'), top('layer1'), top('layer2'), top('output'), layout.output.y];
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(layout.leads).toHaveLength(3);
  });

  it('the residual stream is all that is seen of the vectors, and the matrices are larger than among all rows', () => {
    const shown = ROWS.filter((_, index) => layout.rows[index] !== null);
    expect(shown.map(({ name, layer }) => `${name} ${layer}`)).toEqual(['before 0', 'after 0', 'after 1']);
    expect(layout.matrices[0].width).toBeGreaterThan(1.5 * penLayout(654, 480, true).matrices[0].width);
  });
});

describe('where the folded diagram is low and wide, as on a stage', () => {
  const layout = penLayout(900, 335, false);

  it('the layers stand side by side, so that their matrices are still seen', () => {
    expect(layout.height).toBeLessThanOrEqual(335);
    expect(layout.matrices[SIZES.heads].y).toBe(layout.matrices[0].y);
    expect(layout.matrices[0].width).toBeGreaterThan(60);
  });

  it('the residual stream goes on from the first to the second, which begins as the first ends', () => {
    const [first, second] = layout.streams;
    expect(layout.carried[0].y).toBe(first.bottom);
    expect(layout.carried[layout.carried.length - 1].y).toBe(second.top);
  });
});

describe('what is added', () => {
  it('has a plus on the line of the residual stream, at its row', () => {
    const { streams, rows } = penLayout(568, 668, true);
    for (const layer of [0, 1]) {
      for (const name of ['attended', 'fedForward'] as const) {
        const place = rows[rowIndex(name, layer)];
        expect(streams[layer].pluses).toContain(place && place.y + place.cellHeight / 2);
      }
    }
    expect(streams[0].pluses).toHaveLength(4);
  });
});
