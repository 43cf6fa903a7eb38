import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAYERS, LINK_COUNT, type Maps, STAGES } from '../../src/explain/topology.ts';
import { type Box, type Layout, layout as layoutOf } from '../../src/views/diagram/layout.ts';

/** Every size that the page gives the diagram, from a small phone to a large screen. */
const columns = fc
  .tuple(fc.integer({ min: 520, max: 2400 }), fc.integer({ min: 400, max: 1400 }))
  .filter(([w, h]) => w >= h);
const rows = fc.tuple(fc.integer({ min: 320, max: 430 }), fc.integer({ min: 560, max: 1100 }));
const sizes = fc.oneof(columns, rows);

const maps = fc.constantFrom<Maps>('pooled', 'convolved');

const layout = (width: number, height: number, shown: Maps = 'pooled', text = 12): Layout =>
  layoutOf(width, height, text, shown);

/** Each node's layer, and its index in it. */
const NODES = LAYERS.flatMap(({ name, nodes }) =>
  Array.from({ length: nodes }, (_, index) => ({ layer: name, index })),
);

/** The area a node covers; an output's includes its digit, bar and percentage. */
function coverOf({ nodes, outputs }: Layout): Box[] {
  return nodes.map((node, i) => {
    if (NODES[i].layer !== 'output') return node;
    const { glyph, track, label } = outputs[NODES[i].index];
    const labelLeft = label.align === 'left' ? label.x : label.x - 1.4 * label.size;
    const left = Math.min(glyph.x, track.x, labelLeft);
    const right = Math.max(glyph.x + glyph.width, track.x + track.width, labelLeft + 2.8 * label.size);
    const bottom = Math.max(glyph.y + glyph.height, track.y + track.height, label.y + label.size / 2);
    return { x: left, y: glyph.y, width: right - left, height: bottom - glyph.y };
  });
}

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

  it('runs from left to right if there is room, and from top to bottom on a phone', () => {
    expect(layout(560, 640).upright).toBe(false);
    expect(layout(1400, 900).upright).toBe(false);
    expect(layout(358, 620).upright).toBe(true);
  });

  it('keeps all nodes inside the area, without overlap, at every size', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 11, max: 18 }), maps, ([width, height], text, shown) => {
        const covers = coverOf(layout(width, height, shown, text));
        covers.forEach((cover, i) => {
          const inside =
            cover.x >= 0 && cover.y >= 0 && cover.x + cover.width <= width && cover.y + cover.height <= height;
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
      fc.property(sizes, ([width, height]) => {
        const { nodes, ends, upright } = layout(width, height);
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
      fc.property(sizes, maps, ([width, height], shown) => {
        const mapCells = shown === 'pooled' ? { conv1: 12, conv2: 5 } : { conv1: 24, conv2: 10 };
        for (const [i, { width: side, x, y }] of layout(width, height, shown).nodes.entries()) {
          const { layer } = NODES[i];
          const cells = { input: 28, ...mapCells, fc1: 2, output: 1 }[layer];
          expect([side % cells, x % 1, y % 1], `${layer} at ${width}×${height}, ${shown}`).toEqual([0, 0, 0]);
          expect(side).toBeGreaterThan(0);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('has larger pictures in a larger area, and depends only on its arguments', () => {
    const side = (placed: Layout, layer: string) => placed.nodes.find((_, i) => NODES[i].layer === layer)?.width ?? 0;
    for (const layer of ['input', 'conv1', 'conv2', 'fc1']) {
      expect(side(layout(1400, 900), layer)).toBeGreaterThan(side(layout(560, 640), layer));
    }
    expect(layout(700, 650)).toEqual(layout(700, 650));
  });
});
