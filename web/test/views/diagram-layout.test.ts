import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYERS, LINK_COUNT, type Maps, STAGES } from '../../src/explain/topology.ts';
import { type Box, type Layout, layout as layoutOf } from '../../src/views/diagram/layout.ts';

/** Every size that the page gives the diagram, from a small phone to a large screen. */
const columns = fc
  .tuple(fc.integer({ min: 520, max: 2400 }), fc.integer({ min: 400, max: 1400 }))
  .filter(([w, h]) => w >= h);
/** On phones, upright or lying. */
const rows = fc.tuple(fc.integer({ min: 260, max: 560 }), fc.integer({ min: 208, max: 480 }));
const sizes = fc.oneof(
  columns.map(([width, height]) => [width, height, false] as const),
  rows.map(([width, height]) => [width, height, true] as const),
);

const maps = fc.constantFrom<Maps>('pooled', 'convolved');

const layout = (width: number, height: number, upright = false, shown: Maps = 'pooled', text = 12): Layout =>
  layoutOf(width, height, text, shown, upright);

/** Each node's layer, and its index in it. */
const NODES = LAYERS.flatMap(({ name, nodes }) =>
  Array.from({ length: nodes }, (_, index) => ({ layer: name, index })),
);

/** The area a node covers; an output's includes its digit and its bar. */
function coverOf({ nodes, outputs }: Layout): Box[] {
  return nodes.map((node, i) => {
    if (NODES[i].layer !== 'output') return node;
    const { glyph, track } = outputs[NODES[i].index];
    const [right, bottom] = [track, glyph].reduce(
      ([x, y], box) => [Math.max(x, box.x + box.width), Math.max(y, box.y + box.height)],
      [0, 0],
    );
    return { x: glyph.x, y: glyph.y, width: right - glyph.x, height: bottom - glyph.y };
  });
}

/** Of a layer's nodes, in px. */
const sideOf = (placed: Layout, layer: string): number =>
  placed.nodes.find((_, i) => NODES[i].layer === layer)?.width ?? 0;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the diagram’s layout', () => {
  it('places every node and 8 + 128 + 256 + 160 = 552 links', () => {
    expect(STAGES.map((stage) => stage.links)).toEqual([8, 128, 256, 160]);
    const placed = layout(900, 700);
    expect(LINK_COUNT).toBe(552);
    expect(placed.ends).toHaveLength(4 * 552);
    expect(placed.nodes).toHaveLength(1 + 8 + 16 + 16 + 10);
    expect(LAYERS.map(({ nodes }) => nodes)).toEqual([1, 8, 16, 16, 10]);
  });

  it('runs from left to right or, where the style sheet wants rows, from top to bottom', () => {
    const along = (placed: Layout, axis: 0 | 1) => placed.ends[axis + 2] > placed.ends[axis];
    expect(layout(560, 640).upright).toBe(false);
    expect(along(layout(560, 640), 0)).toBe(true);
    expect(layout(358, 250, true).upright).toBe(true);
    expect(along(layout(358, 250, true), 1)).toBe(true);
  });

  it('keeps columns 64 px or more apart on every desktop, with an input of 112 px on the smallest', () => {
    expect(sideOf(layout(568, 620), 'input')).toBe(112);
    fc.assert(
      fc.property(
        fc.integer({ min: 568, max: 2400 }),
        fc.integer({ min: 380, max: 1900 }),
        maps,
        (width, height, shown) => {
          const placed = layout(width, height, false, shown);
          const { ends } = placed;
          for (const { firstLink } of STAGES)
            expect(ends[4 * firstLink + 2] - ends[4 * firstLink] + 4, `${width}×${height}`).toBeGreaterThanOrEqual(64);
          expect(sideOf(placed, 'input')).toBeGreaterThanOrEqual(112);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keeps maps legible on phones: 36 and 20 px at 390×664, and never fewer than 2 and 3 px a cell', () => {
    const phone = layout(374, 252, true);
    expect(['input', 'conv1', 'conv2'].map((layer) => sideOf(phone, layer))).toEqual([56, 36, 20]);
    const smallest = layout(304, 216, true);
    expect(['input', 'conv1', 'conv2'].map((layer) => sideOf(smallest, layer))).toEqual([56, 24, 15]);
  });

  it('leads the links of rows to the cells of a dial of the same width, which are 4 px apart', () => {
    const { outputs, ends } = layout(374, 252, true);
    const cell = (374 - 9 * 4) / 10;
    outputs.forEach(({ glyph }, digit) => {
      expect(glyph.x).toBeCloseTo(digit * (cell + 4), 6);
      expect([glyph.width, glyph.y + glyph.height]).toEqual([expect.closeTo(cell, 6), 252]);
    });
    expect(ends[4 * (LINK_COUNT - 1) + 2]).toBeGreaterThan(outputs[9].glyph.x);
  });

  it('keeps all nodes inside the area, without overlap, at every size', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 11, max: 18 }), maps, ([width, height, upright], text, shown) => {
        const covers = coverOf(layout(width, height, upright, shown, text));
        covers.forEach((cover, i) => {
          const inside =
            cover.x >= 0 && cover.y >= 0 && cover.x + cover.width <= width + 1e-6 && cover.y + cover.height <= height;
          expect(inside, `node ${i} of ${width}×${height}: ${JSON.stringify(cover)}`).toBe(true);
          for (let j = 0; j < i; j++) {
            expect(overlap(cover, covers[j]), `nodes ${j} and ${i} at ${width}×${height} overlap`).toBe(false);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('joins every target to every source: links end at the facing edges', () => {
    fc.assert(
      fc.property(sizes, ([width, height, upright]) => {
        const { nodes, ends } = layout(width, height, upright);
        const along = upright ? 1 : 0;
        const across = 1 - along;
        for (const { sources, targets, firstLink } of STAGES) {
          for (let link = 0; link < sources.nodes * targets.nodes; link++) {
            const from = nodes[sources.firstNode + (link % sources.nodes)];
            const to = nodes[targets.firstNode + Math.trunc(link / sources.nodes)];
            const start = ends.subarray(4 * (firstLink + link), 4 * (firstLink + link) + 2);
            const end = ends.subarray(4 * (firstLink + link) + 2, 4 * (firstLink + link) + 4);
            const edge = (box: Box, far: boolean): number =>
              (upright ? box.y : box.x) + (far ? (upright ? box.height : box.width) : 0);
            expect(start[along] - edge(from, true)).toBeCloseTo(2, 3);
            expect(edge(to, false) - end[along]).toBeCloseTo(2, 3);
            expect(end[along] - start[along], 'the signal moves forwards').toBeGreaterThan(10);
            for (const [box, at] of [[from, start] as const, [to, end] as const]) {
              const low = upright ? box.x : box.y;
              expect(at[across]).toBeGreaterThanOrEqual(low);
              expect(at[across]).toBeLessThanOrEqual(low + box.width);
            }
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('gives the shown maps a whole number of px per cell, so that all their cells are the same size', () => {
    fc.assert(
      fc.property(sizes, maps, ([width, height, upright], shown) => {
        const mapCells = shown === 'pooled' ? { conv1: 12, conv2: 5 } : { conv1: 24, conv2: 10 };
        for (const [i, { width: side, x, y }] of layout(width, height, upright, shown).nodes.entries()) {
          const { layer } = NODES[i];
          if (layer === 'output') continue;
          const cells = { input: 28, ...mapCells, fc1: 2 }[layer];
          expect([side % cells, x % 1, y % 1], `${layer} at ${width}×${height}, ${shown}`).toEqual([0, 0, 0]);
          expect(side).toBeGreaterThan(0);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('has larger pictures in a larger area, and depends only on its arguments', () => {
    for (const layer of ['input', 'conv1', 'conv2', 'fc1']) {
      expect(sideOf(layout(1400, 900), layer)).toBeGreaterThan(sideOf(layout(560, 640), layer));
    }
    expect(layout(700, 650)).toEqual(layout(700, 650));
  });
});
