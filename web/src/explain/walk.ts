/** From a part of the network to the next, as arrow keys go. */

import { cellOf, cellPart, hasCells, layerOf, type Node } from './nodes.ts';
import { LAYERS, type Maps, STAGES } from './topology.ts';
import { type Link, nodeOf, nodePart, type Part } from './unit.ts';

/** A step within a layer (`along`) or to another (`across`, towards the output), −1, 0 or 1; not both at once. */
export interface Step {
  readonly along: number;
  readonly across: number;
}

/** A step between the cells of a picture, −1, 0 or 1 each. */
export interface CellStep {
  readonly right: number;
  readonly down: number;
}

/** The node or link beside the part; of a cell, the node beside its own. At an edge, the part's own node or link. */
export function walk(part: Part, { along, across }: Step): Part {
  if (part.layer === 'link') return walkFromLink(part, along, across);
  const { layer, index } = nextNode(nodeOf(part), along, across);
  return nodePart(layer, index);
}

/** The node straight across in the next layer, or the next of its own. */
function nextNode(node: Node, along: number, across: number): Node {
  const layer = layerOf(node.layer);
  const next = LAYERS[LAYERS.indexOf(layer) + across] ?? layer;
  if (next === layer) return { layer: layer.name, index: within(node.index + along, layer.nodes) };
  return { layer: next.name, index: Math.trunc(((node.index + 0.5) / layer.nodes) * next.nodes) };
}

/** Along: the links into the same target. Across: the link's ends. */
function walkFromLink(link: Link, along: number, across: number): Part {
  const stage = STAGES.find(({ name }) => name === link.stage);
  if (stage === undefined) return link;
  if (across < 0) return nodePart(stage.sources.name, link.source);
  if (across > 0) return nodePart(stage.targets.name, link.target);
  return { ...link, source: within(link.source + along, stage.sources.nodes) };
}

/** The cell beside a cell, in the same picture; at its edge, the cell itself. A part that is no cell stays. */
export function walkCells(part: Part, { right, down }: CellStep): Part {
  const place = cellOf(part);
  const node = nodeOf(part);
  if (place === null || !hasCells(node)) return part;
  const { cell, across } = place;
  const row = within(Math.trunc(cell / across) + down, across);
  const column = within((cell % across) + right, across);
  return cellPart(
    node,
    row * across + column,
    part.layer === 'conv1' || part.layer === 'conv2' ? 'convolved' : 'pooled',
  );
}

/** The first cell to look at in a node: its middle one. A node without cells, a cell, or a link stays. */
export function enter(part: Part, maps: Maps): Part {
  const node = nodeOf(part);
  if (part.layer === 'link' || !hasCells(node) || cellOf(part) !== null) return part;
  const first = cellPart(node, 0, maps);
  const across = cellOf(first)?.across ?? 1;
  const middle = Math.trunc(across / 2);
  return cellPart(node, middle * across + middle, maps);
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
