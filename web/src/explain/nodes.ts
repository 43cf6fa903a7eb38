/** How the parts of the network lie in the diagram: at which of its nodes, and in which cell of the node's picture. */

import { architecture } from '../net/cnn/architecture.ts';
import { type CellLayer, cellsAcross, GROUP_UNITS, LAYERS, type Layer, type LayerName, type Maps } from './topology.ts';
import { type Part, writePart } from './unit.ts';

/** A node by its layer and its number in it. */
export interface Node {
  readonly layer: LayerName;
  readonly index: number;
}

/** A link of the diagram. */
export type Link = Extract<Part, { layer: 'link' }>;

export function layerOf(name: LayerName): Layer {
  return LAYERS[LAYERS.findIndex((layer) => layer.name === name)];
}

/** The node's number among all the diagram's nodes. */
export function nodeNumber({ layer, index }: Node): number {
  return layerOf(layer).firstNode + index;
}

/** The node that the part is, or lies in; null for a link. */
export function nodeOf(part: Part): Node | null {
  switch (part.layer) {
    case 'picture':
    case 'input':
      return { layer: 'input', index: 0 };
    case 'map1':
    case 'conv1':
    case 'pool1':
      return { layer: 'conv1', index: part.map };
    case 'map2':
    case 'conv2':
    case 'pool2':
      return { layer: 'conv2', index: part.map };
    case 'group':
      return { layer: 'fc1', index: part.group };
    case 'fc1':
      return { layer: 'fc1', index: Math.trunc(part.unit / GROUP_UNITS) };
    case 'logit':
    case 'probability':
      return { layer: 'output', index: part.digit };
    case 'link':
      return null;
  }
}

/** A node as a part: a digit's is its logit. */
export function nodePart({ layer, index }: Node): Part {
  switch (layer) {
    case 'input':
      return { layer: 'picture' };
    case 'conv1':
      return { layer: 'map1', map: index };
    case 'conv2':
      return { layer: 'map2', map: index };
    case 'fc1':
      return { layer: 'group', group: index };
    case 'output':
      return { layer: 'logit', digit: index };
  }
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
  switch (part.layer) {
    case 'input':
      return { cell: part.cell, across: architecture.conv1.inputWidth };
    case 'conv1':
    case 'conv2':
      return { cell: part.cell, across: architecture[part.layer].width };
    case 'pool1':
      return { cell: part.cell, across: architecture.conv1.pooledWidth };
    case 'pool2':
      return { cell: part.cell, across: architecture.conv2.pooledWidth };
    case 'fc1':
      return { cell: part.unit % GROUP_UNITS, across: cellsAcross('fc1', 'pooled') };
    default:
      return null;
  }
}

/** Whether nodes of the layer consist of cells. */
export function hasCells(node: Node): node is Node & { readonly layer: CellLayer } {
  return node.layer !== 'output';
}

export function isSamePart(a: Part | null, b: Part | null): boolean {
  return a === b || (a !== null && b !== null && a.layer === b.layer && writePart(a) === writePart(b));
}

/** Whether both lie at the same node. */
export function isAtSameNode(a: Part, b: Part): boolean {
  const [one, other] = [nodeOf(a), nodeOf(b)];
  return one !== null && one.layer === other?.layer && one.index === other.index;
}
