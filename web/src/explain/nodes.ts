/** How the parts of the network lie in the diagram: at which of its nodes, and in which cell of the node's picture. */

import { type CellLayer, cellsAcross, GROUP_UNITS, LAYERS, type Layer, type LayerName, type Maps } from './topology.ts';
import { GRIDS, nodeOf, type Part } from './unit.ts';

/** A node by its layer and its number in it. */
export interface Node {
  readonly layer: LayerName;
  readonly index: number;
}

export function layerOf(name: LayerName): Layer {
  return LAYERS[LAYERS.findIndex((layer) => layer.name === name)];
}

/** The node's number among all the diagram's nodes. */
export function nodeIndexOf({ layer, index }: Node): number {
  return layerOf(layer).firstNode + index;
}

/** A cell of the node's picture as a part, row-major; an output has none. */
export function cellPart({ layer, index }: Node & { readonly layer: CellLayer }, cell: number, maps: Maps): Part {
  switch (layer) {
    case 'input':
      return { layer: 'input', cell };
    case 'conv1':
      return { layer: maps === 'pooled' ? 'pool1' : 'conv1', map: index, cell };
    case 'conv2':
      return { layer: maps === 'pooled' ? 'pool2' : 'conv2', map: index, cell };
    case 'fc1':
      return { layer: 'fc1', unit: index * GROUP_UNITS + cell };
  }
}

/** A cell of a node's picture that is `across` cells wide. */
export interface PictureCell {
  readonly cell: number;
  readonly across: number;
}

/** The part's cell in the picture it belongs to, whether or not that is the one shown; null for nodes and links. */
export function cellOf(part: Part): PictureCell | null {
  if (part.layer === 'fc1') return { cell: part.unit % GROUP_UNITS, across: cellsAcross('fc1', 'pooled') };
  return 'cell' in part ? { cell: part.cell, across: GRIDS[part.layer].width } : null;
}

/** Whether nodes of the layer consist of cells. */
export function hasCells(node: Node): node is Node & { readonly layer: CellLayer } {
  return node.layer !== 'output';
}

/** Whether both are, or lie in, the same node; links lie in none. */
export function isAtSameNode(a: Part, b: Part): boolean {
  if (a.layer === 'link' || b.layer === 'link') return false;
  const [one, other] = [nodeOf(a), nodeOf(b)];
  return one.layer === other.layer && one.index === other.index;
}
