import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkNumber } from '../../src/explain/lit.ts';
import { cellOf, nodeIndexOf } from '../../src/explain/nodes.ts';
import { cellsAcross, LAYERS, LINK_COUNT, type Maps, STAGES } from '../../src/explain/topology.ts';
import { nodeOf, nodePart, type Part } from '../../src/explain/unit.ts';
import { highlightOf, outlineOf } from '../../src/views/diagram/highlight.ts';
import { hit, MOUSE_REACH, type Reach, TOUCH_REACH } from '../../src/views/diagram/hit.ts';
import { type Box, layout as layoutOf } from '../../src/views/diagram/layout.ts';
import { everyPart } from '../parts.ts';

const SIZES = [
  [700, 690],
  [1400, 900],
  [374, 750],
] as const;
const STRONG = new Int8Array(LINK_COUNT).fill(15);
const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });
const shown = (maps: Maps = 'pooled', selected: Part | null = null, levels = STRONG) => ({ maps, selected, levels });

describe.each(SIZES)('a pointer in a diagram of %i×%i', (width, height) => {
  const layout = layoutOf(width, height, 12, 'pooled');
  const at = (x: number, y: number, seen = shown(), reach: Reach = MOUSE_REACH) => hit(layout, seen, { x, y, reach });

  it('meets each node where it is seen, and just beside it', () => {
    for (const { name, nodes } of LAYERS) {
      for (let index = 0; index < nodes; index++) {
        const part = nodePart(name, index);
        const box = layout.nodes[nodeIndexOf({ layer: name, index })];
        const { x, y } = middle(box);
        expect(at(x, y)).toEqual(part);
        expect(at(x, y, shown(), TOUCH_REACH)).toEqual(part);
        // Beside it, on a side where it has no neighbour.
        expect(layout.upright ? at(x, box.y - 2) : at(box.x - 2, y)).toEqual(part);
      }
    }
  });

  it('meets an output at its bar, too', () => {
    layout.outputs.forEach(({ track }, digit) => {
      const { x, y } = middle(track);
      expect(at(x, y)).toEqual({ layer: 'logit', digit });
    });
  });

  it.each(['pooled', 'convolved'] as const)(
    'meets each cell of a selected node, of the maps that are shown: %s',
    (maps) => {
      const placed = layoutOf(width, height, 12, maps);
      const cells = everyPart().filter(({ layer }) => {
        return (
          layer === 'input' ||
          layer === 'fc1' ||
          layer === (maps === 'pooled' ? 'pool1' : 'conv1') ||
          layer === (maps === 'pooled' ? 'pool2' : 'conv2')
        );
      });
      for (const cell of cells) {
        const node = nodeOf(cell);
        const { x, y } = middle(outlineOf(placed, cell));
        const reach = MOUSE_REACH;
        expect(hit(placed, shown(maps, cell), { x, y, reach })).toEqual(cell);
        expect(hit(placed, shown(maps, nodePart(node.layer, node.index)), { x, y, reach })).toEqual(cell);
        expect(hit(placed, shown(maps), { x, y, reach })).toEqual(nodePart(node.layer, node.index));
      }
      expect(cells.length).toBeGreaterThan(2000);
    },
  );

  it('meets a link anywhere on its curve, if it is seen, and no link that is not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STAGES),
        fc.nat(),
        fc.double({ min: 0.15, max: 0.85, noNaN: true }),
        (stage, i, t) => {
          const [source, target] = [i % stage.sources.nodes, Math.trunc(i / 16) % stage.targets.nodes];
          const link = { layer: 'link', stage: stage.name, source, target } as const;
          const number = linkNumber(link);
          const alone = new Int8Array(LINK_COUNT);
          alone[number] = 3;
          const { x, y } = onCurve(layout.ends.subarray(4 * number, 4 * number + 4), layout.upright, t);
          expect(at(x, y, shown('pooled', null, alone))).toEqual(link);
          expect(at(x, y, shown('pooled', null, new Int8Array(LINK_COUNT)))).toBeNull();
        },
      ),
    );
  });

  it('prefers a strong link that is little farther than a weak one', () => {
    const weak = { layer: 'link', stage: 'output', source: 4, target: 2 } as const;
    const strong = { layer: 'link', stage: 'output', source: 5, target: 2 } as const;
    const levels = new Int8Array(LINK_COUNT);
    levels[linkNumber(weak)] = 1;
    levels[linkNumber(strong)] = -15;
    const end = (link: typeof weak | typeof strong) =>
      onCurve(layout.ends.subarray(4 * linkNumber(link), 4 * linkNumber(link) + 4), layout.upright, 0.97);
    const { x, y } = end(weak);
    expect(Math.hypot(end(strong).x - x, end(strong).y - y)).toBeLessThan(4);
    expect(at(x, y, shown('pooled', null, levels))).toEqual(strong);
  });

  it('meets nothing far from everything', () => {
    expect(at(-100, -100)).toBeNull();
    expect(at(width + 100, height / 2, shown(), TOUCH_REACH)).toBeNull();
  });
});

it('a finger takes the nearest map of the row that it taps, though the maps are smaller than a fingertip', () => {
  const layout = layoutOf(304, 600, 12, 'pooled');
  const row = layout.nodes.slice(9, 25);
  expect(row[0].width).toBeLessThan(20);
  for (const off of [-15, 15]) {
    row.forEach((box, map) => {
      const { x, y } = middle(box);
      expect(hit(layout, shown(), { x, y: y + off, reach: TOUCH_REACH })).toEqual({ layer: 'map2', map });
    });
  }
});

describe('a highlight', () => {
  const layout = layoutOf(700, 690, 12, 'pooled');

  it('lies within the diagram for every part, and within its node for a cell', () => {
    for (const part of everyPart()) {
      const { nodes, cells, own } = highlightOf(layout, part, null);
      expect(own.length).toBeGreaterThan(0);
      for (const { x, y, width, height } of [...nodes, ...cells, ...own]) {
        expect(x >= 0 && y >= 0 && x + width <= 700.01 && y + height <= 690.01).toBe(true);
        expect(width > 0 && height > 0).toBe(true);
      }
      const node = nodeOf(part);
      if (cellOf(part) === null || !('map' in part)) continue;
      const box = layout.nodes[nodeIndexOf(node)];
      expect(
        own[0].width * cellsAcross(node.layer as 'conv1', part.layer.startsWith('pool') ? 'pooled' : 'convolved'),
      ).toBeCloseTo(box.width);
    }
  });

  it('outlines what is pinned beside what is pointed at', () => {
    const [map, digit] = [
      { layer: 'map1', map: 3 },
      { layer: 'logit', digit: 2 },
    ] as const;
    expect(highlightOf(layout, map, digit).own).toEqual([layout.nodes[4], layout.nodes[43]]);
    expect(highlightOf(layout, map, map).own).toEqual([layout.nodes[4]]);
  });
});

/** A cubic's point from its four control points, by its definition. */
function onCurve([x0, y0, x1, y1]: Float32Array, upright: boolean, t: number): { x: number; y: number } {
  const cubic = (a: number, b: number, c: number, d: number) =>
    (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
  const half = (a: number, b: number) => (a + b) / 2;
  return upright
    ? { x: cubic(x0, x0, x1, x1), y: cubic(y0, half(y0, y1), half(y0, y1), y1) }
    : { x: cubic(x0, half(x0, x1), half(x0, x1), x1), y: cubic(y0, y0, y1, y1) };
}
