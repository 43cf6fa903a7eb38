import { expect, it } from 'vitest';
import { LAYERS } from '../../src/explain/topology.ts';
import { nodePart } from '../../src/explain/unit.ts';
import { highlightOf } from '../../src/views/diagram/highlight.ts';
import { holesIn } from '../../src/views/diagram/highlight-painter.ts';
import { layout } from '../../src/views/diagram/layout.ts';
import { PRINT, PRINT_TEXT } from '../../src/views/diagram/print.ts';

it('no two holes of a veil overlap in a saved picture: what lies in both would be veiled', () => {
  const print = layout(PRINT.width, PRINT.height, PRINT_TEXT, 'pooled');
  for (const { name, nodes } of LAYERS)
    for (let node = 0; node < nodes; node++) {
      const holes = holesIn(highlightOf(print, nodePart(name, node), null));
      expect(holes.length).toBeGreaterThan(1);
      for (const [i, a] of holes.entries())
        for (const b of holes.slice(i + 1)) {
          const apart = Math.max(a.x - b.x - b.width, b.x - a.x - a.width, a.y - b.y - b.height, b.y - a.y - a.height);
          expect(apart, `${name} ${node}`).toBeGreaterThanOrEqual(0);
        }
    }
});
