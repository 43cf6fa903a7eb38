/** Which part of the network lies at a point of the diagram. */

import { cellPart, hasCells, isAtSameNode, type Node } from '../../explain/nodes.ts';
import { cellsAcross, LAYERS, type Maps } from '../../explain/topology.ts';
import { nodePart, type Part } from '../../explain/unit.ts';
import { distancesToLinks } from './curve.ts';
import type { Box, Layout } from './layout.ts';
import { STRENGTH_LEVELS } from './scale.ts';

/** How far a pointer may be from what it means, in px. */
export interface Reach {
  readonly node: number;
  readonly link: number;
}

export const MOUSE_REACH: Reach = { node: 3, link: 7 };
/** A finger's middle is hardly nearer to what it means than this. */
export const TOUCH_REACH: Reach = { node: 22, link: 18 };
/** The strongest link may be this much of the reach farther away than a hairline and still be meant. */
const STRENGTH_PULL = 0.6;

export interface Aim {
  readonly x: number;
  readonly y: number;
  readonly reach: Reach;
}

/** What is seen, apart from its places. */
export interface Seen {
  readonly maps: Maps;
  /** The links' steps on the scale, as painted; those of 0 are not seen. */
  readonly levels: Int8Array;
  /** What is selected: cells are met in its node alone, so that the first click takes a whole map, the next a cell of it. */
  readonly selected: Part | null;
}

/** The part that is aimed at; null for none. */
export function hit(layout: Layout, seen: Seen, { x, y, reach }: Aim): Part | null {
  const near = nearestNode(layout, x, y);
  if (near !== null && near.distance <= reach.node) {
    const { node, box } = near;
    const part = nodePart(node.layer, node.index);
    const isOpen = seen.selected !== null && isAtSameNode(seen.selected, part);
    if (near.distance > 0 || !hasCells(node) || !isOpen) return part;
    const across = cellsAcross(node.layer, seen.maps);
    return cellPart(
      node,
      cellAlong(y - box.y, box.height, across) * across + cellAlong(x - box.x, box.width, across),
      seen.maps,
    );
  }
  return nearestLink(layout, seen.levels, { x, y, reach });
}

interface NearNode {
  readonly node: Node;
  readonly box: Box;
  /** In px; 0 within the node. */
  readonly distance: number;
}

function nearestNode(layout: Layout, x: number, y: number): NearNode | null {
  let nearest: NearNode | null = null;
  for (const { name, firstNode, nodes } of LAYERS) {
    for (let index = 0; index < nodes; index++) {
      const box = layout.nodes[firstNode + index];
      const track = name === 'output' ? layout.outputs[index]?.track : undefined;
      const distance = Math.min(
        distanceToBox(box, x, y),
        track ? distanceToBox(track, x, y) : Number.POSITIVE_INFINITY,
      );
      if (nearest === null || distance < nearest.distance) nearest = { node: { layer: name, index }, box, distance };
    }
  }
  return nearest;
}

export function distanceToBox({ x: left, y: top, width, height }: Box, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
}

function cellAlong(offset: number, side: number, across: number): number {
  return Math.min(across - 1, Math.max(0, Math.floor((offset / side) * across)));
}

/** The nearest link within reach, strong ones being met from farther away; null if none is. */
function nearestLink(layout: Layout, levels: Int8Array, { x, y, reach }: Aim): Part | null {
  const near = distancesToLinks(layout, x, y);
  if (near === null) return null;
  const { stage, distances } = near;
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  distances.forEach((distance, link) => {
    const level = Math.abs(levels[stage.firstLink + link]);
    if (level === 0 || distance > reach.link) return;
    const cost = distance - (STRENGTH_PULL * reach.link * level) / STRENGTH_LEVELS;
    if (cost < bestCost) [best, bestCost] = [link, cost];
  });
  if (best < 0) return null;
  const { nodes } = stage.sources;
  return { layer: 'link', stage: stage.name, source: best % nodes, target: Math.trunc(best / nodes) };
}
