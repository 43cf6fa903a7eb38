/** What lights up with a part of the network: what feeds it, and what it feeds. */

import { architecture } from '../net/cnn/architecture.ts';
import { type Link, type Node, nodeNumber, nodeOf } from './nodes.ts';
import { receptiveField } from './receptive.ts';
import { type CellRectangle, convolvedFrom, patchUnder, pooledFrom, rectangleOf, windowUnder } from './rectangles.ts';
import { cellsAcross, GROUP_UNITS, type LayerName, STAGES } from './topology.ts';
import type { Part } from './unit.ts';

/** Cells in the pictures of a layer's nodes; the grid that they are counted in is `across` cells wide and high. */
export interface LitCells {
  readonly layer: LayerName;
  /** Of the node; null for every node of the layer. */
  readonly index: number | null;
  readonly cells: CellRectangle;
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
  if (node === null) return { own: null, nodes: [], links: [], ownCells: null, cells: [] };
  const around = aroundNode(node);
  const input = nodeNumber({ layer: 'input', index: 0 });
  const nodes = fieldOf(part) === null || around.nodes.includes(input) ? around.nodes : [...around.nodes, input];
  return { own: nodeNumber(node), ...around, nodes, ...cellsAround(part, node) };
}

/** The cells of the input that the part depends on; null where that is all of them, or the part is a link. */
export function fieldOf(part: Part): CellRectangle | null {
  switch (part.layer) {
    case 'input':
    case 'conv1':
    case 'pool1':
    case 'conv2':
    case 'pool2':
      return receptiveField(part);
    default:
      return null;
  }
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
  const nodes = [nodeNumber(node)];
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
  const { conv1, conv2 } = architecture;
  const field = fieldOf(part);
  const inInput =
    field === null ? [] : [{ layer: 'input', index: null, cells: field, across: conv1.inputWidth } as const];
  const own = (layer: LayerName, cells: CellRectangle, across: number): LitCells => {
    return { layer, index: node.index, cells, across };
  };
  const everyMap = (layer: LayerName, cells: CellRectangle, across: number): LitCells => {
    return { layer, index: null, cells, across };
  };
  switch (part.layer) {
    case 'input': {
      const cell = rectangleOf(part.cell, conv1.inputWidth);
      const fed = everyMap('conv1', convolvedFrom(cell, conv1), conv1.width);
      return { ownCells: own('input', cell, conv1.inputWidth), cells: [fed] };
    }
    case 'conv1':
    case 'pool1': {
      const across = part.layer === 'conv1' ? conv1.width : conv1.pooledWidth;
      const cell = rectangleOf(part.cell, across);
      const pooled = part.layer === 'conv1' ? pooledFrom(cell, conv1.pool) : cell;
      const fed = everyMap('conv2', convolvedFrom(pooled, conv2), conv2.width);
      return { ownCells: own('conv1', cell, across), cells: [...inInput, fed] };
    }
    case 'conv2':
    case 'pool2': {
      const across = part.layer === 'conv2' ? conv2.width : conv2.pooledWidth;
      const cell = rectangleOf(part.cell, across);
      const convolved = part.layer === 'conv2' ? cell : windowUnder(cell, conv2.pool);
      const feeding = everyMap('conv1', patchUnder(convolved, conv2.kernel), conv1.pooledWidth);
      return { ownCells: own('conv2', cell, across), cells: [...inInput, feeding] };
    }
    case 'fc1': {
      const across = cellsAcross('fc1', 'pooled');
      return { ownCells: own('fc1', rectangleOf(part.unit % GROUP_UNITS, across), across), cells: [] };
    }
    default:
      return { ownCells: null, cells: [] };
  }
}
