/** What lights up with a part of the network: what feeds it, and what it feeds. */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import { cellOf, type Node, nodeIndexOf } from './nodes.ts';
import { type Rectangle, receptiveField } from './receptive.ts';
import { type LayerName, STAGES } from './topology.ts';
import { cellPlace, GRIDS, type GridLayer, type Link, nodeOf, type Part } from './unit.ts';

/** Cells in the pictures of a layer's nodes; the grid that they are counted in is `across` cells wide and high. */
export interface LitCells {
  readonly layer: LayerName;
  /** Of the node; null for every node of the layer. */
  readonly index: number | null;
  readonly cells: Rectangle;
  readonly across: number;
}

export interface Lit {
  /** The part's own node; null for a link. */
  readonly own: number | null;
  /** All nodes that are lit, the own one included, by their numbers among all nodes. */
  readonly nodes: readonly number[];
  /** By their numbers among all links. */
  readonly links: readonly number[];
  /** The part's own cell, null if it is none; the cells it depends on, and those that depend on it. */
  readonly ownCells: LitCells | null;
  readonly cells: readonly LitCells[];
}

export function litBy(part: Part): Lit {
  if (part.layer === 'link') return litByLink(part);
  const node = nodeOf(part);
  const around = aroundNode(node);
  const input = nodeIndexOf({ layer: 'input', index: 0 });
  const nodes = fieldOf(part) === null || around.nodes.includes(input) ? around.nodes : [...around.nodes, input];
  return { own: nodeIndexOf(node), ...around, nodes, ...cellsAround(part, node) };
}

/** The cells of the input that the part depends on; null where that is all of them, or the part is a link. */
export function fieldOf(part: Part): Rectangle | null {
  return 'cell' in part ? receptiveField(part) : null;
}

/** The link's number among all links. */
export function linkNumber({ stage: name, source, target }: Omit<Link, 'layer'>): number {
  const stage = STAGES[STAGES.findIndex((one) => one.name === name)];
  return stage.firstLink + target * stage.sources.nodes + source;
}

function litByLink(link: Link): Lit {
  const stage = STAGES[STAGES.findIndex(({ name }) => name === link.stage)];
  const nodes = [stage.sources.firstNode + link.source, stage.targets.firstNode + link.target];
  return { own: null, nodes, links: [linkNumber(link)], ownCells: null, cells: [] };
}

/** The links into and out of the node, and the nodes at their ends. */
function aroundNode(node: Node): Pick<Lit, 'nodes' | 'links'> {
  const nodes = [nodeIndexOf(node)];
  const links: number[] = [];
  for (const { name: stage, sources, targets } of STAGES) {
    if (targets.name === node.layer) {
      for (let source = 0; source < sources.nodes; source++) {
        nodes.push(sources.firstNode + source);
        links.push(linkNumber({ stage, source, target: node.index }));
      }
    }
    if (sources.name === node.layer) {
      for (let target = 0; target < targets.nodes; target++) {
        nodes.push(targets.firstNode + target);
        links.push(linkNumber({ stage, source: node.index, target }));
      }
    }
  }
  return { nodes, links };
}

function cellsAround(part: Part, node: Node): Pick<Lit, 'ownCells' | 'cells'> {
  if (part.layer === 'fc1') {
    const { cell, across } = cellOf(part) ?? { cell: 0, across: 1 };
    const square = { top: Math.trunc(cell / across), left: cell % across, height: 1, width: 1 };
    return { ownCells: { layer: 'fc1', index: node.index, cells: square, across }, cells: [] };
  }
  if (!('cell' in part)) return { ownCells: null, cells: [] };
  const before = COLUMN_BEFORE[part.layer];
  const own = receptiveField(part, part.layer);
  const ownCells = own && { layer: node.layer, index: node.index, cells: own, across: GRIDS[part.layer].width };
  const input = part.layer === 'input' || before === 'input' ? null : everyNode('input', fieldOf(part));
  const cells = [input, before && everyNode(before, receptiveField(part, before)), fedBy(part)];
  return { ownCells, cells: cells.filter((one) => one !== null) };
}

/** The layer whose cells, as the diagram shows them, those of a layer are computed from. */
const COLUMN_BEFORE: Readonly<Record<GridLayer, GridLayer | null>> = {
  input: null,
  conv1: 'input',
  pool1: 'input',
  conv2: 'pool1',
  pool2: 'pool1',
};

/** The cells of the next convolution that a cell of the input or of Conv1 is an input of; null after those. */
function fedBy(part: Part & { readonly layer: GridLayer }): LitCells | null {
  const { conv1 } = architecture;
  const { row, column } = cellPlace(part.layer, part.cell);
  switch (part.layer) {
    case 'input':
      return everyNode('conv1', computedFrom('conv1', row, column));
    case 'conv1':
      return everyNode('conv2', computedFrom('conv2', Math.trunc(row / conv1.pool), Math.trunc(column / conv1.pool)));
    case 'pool1':
      return everyNode('conv2', computedFrom('conv2', row, column));
    default:
      return null;
  }
}

/** The convolution's cells whose patch holds this cell of its input. */
function computedFrom(name: Convolution, row: number, column: number): Rectangle {
  const { kernel, height, width } = architecture[name];
  const [top, left] = [Math.max(0, row - kernel + 1), Math.max(0, column - kernel + 1)];
  return { top, left, height: Math.min(height, row + 1) - top, width: Math.min(width, column + 1) - left };
}

/** The same cells in every node of the layer's column. */
function everyNode(grid: GridLayer, cells: Rectangle | null): LitCells | null {
  const layer = grid === 'pool1' ? 'conv1' : grid === 'pool2' ? 'conv2' : grid;
  return cells && { layer, index: null, cells, across: GRIDS[grid].width };
}
