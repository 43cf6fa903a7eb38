/** What lights up in the diagram with what is pointed at or selected, as plain data for the painter. */

import { type Lit, type LitCells, litBy } from '../../explain/lit.ts';
import { LAYERS } from '../../explain/topology.ts';
import type { Part } from '../../explain/unit.ts';
import type { Box, Layout } from './layout.ts';

export interface Highlight {
  /** Everything but these nodes' boxes and these links steps back. */
  readonly nodes: readonly Box[];
  /** By their numbers among all links. */
  readonly links: readonly number[];
  /** The cells that a lit cell depends on, or that depend on it. */
  readonly cells: readonly Box[];
  /** What is pointed at, and what is pinned. */
  readonly own: readonly Box[];
}

/** `part` is lit; what is pinned beside it is only outlined. */
export function highlightOf(layout: Layout, part: Part, pinned: Part | null): Highlight {
  const lit = litBy(part);
  const marked = pinned === null || pinned === part ? [lit] : [lit, litBy(pinned)];
  return {
    nodes: lit.nodes.map((node) => layout.nodes[node]).concat(tracksOf(layout, lit.nodes)),
    links: lit.links,
    cells: lit.cells.flatMap((cells) => boxesOf(layout, cells)),
    own: marked.flatMap((one) => ownBoxes(layout, one)),
  };
}

/** The box of a part in the diagram, for the keyboard's focus; of a link, its target's. */
export function outlineOf(layout: Layout, part: Part): Box {
  const lit = litBy(part);
  return ownBoxes(layout, lit)[0] ?? layout.nodes[lit.nodes[lit.nodes.length - 1]];
}

function ownBoxes(layout: Layout, { own, nodes, ownCells }: Lit): readonly Box[] {
  if (ownCells) return boxesOf(layout, ownCells);
  return own === null ? nodes.map((node) => layout.nodes[node]) : [layout.nodes[own]];
}

/** The bars of the outputs among the nodes. */
function tracksOf({ outputs }: Layout, nodes: readonly number[]): Box[] {
  const { firstNode } = LAYERS[LAYERS.length - 1];
  return nodes.filter((node) => node >= firstNode).map((node) => outputs[node - firstNode].track);
}

/** The cells as boxes in the pictures of the nodes. */
function boxesOf(layout: Layout, { layer, index, cells, across }: LitCells): Box[] {
  const { firstNode, nodes } = LAYERS[LAYERS.findIndex(({ name }) => name === layer)];
  const boxes = index === null ? layout.nodes.slice(firstNode, firstNode + nodes) : [layout.nodes[firstNode + index]];
  return boxes.map(({ x, y, width, height }) => ({
    x: x + (width * cells.left) / across,
    y: y + (height * cells.top) / across,
    width: (width * cells.width) / across,
    height: (height * cells.height) / across,
  }));
}
