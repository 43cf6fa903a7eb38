/** Which of the diagram's nodes the parts of the network belong to. */

import { GROUP_UNITS, type LayerName } from './topology.ts';
import { type Link, numberOf, type Part, writePart } from './unit.ts';

/** A node by its layer and its number in it. */
export interface Node {
  readonly layer: LayerName;
  readonly index: number;
}

/** The diagram's column that a layer belongs to. */
const COLUMNS: Readonly<Record<Exclude<Part['layer'], 'link'>, LayerName>> = {
  input: 'input',
  picture: 'input',
  conv1: 'conv1',
  pool1: 'conv1',
  map1: 'conv1',
  conv2: 'conv2',
  pool2: 'conv2',
  map2: 'conv2',
  fc1: 'fc1',
  group: 'fc1',
  logit: 'output',
  probability: 'output',
};

/** The node that a part is, or lies in; null for a link. */
export function nodeOf(part: Exclude<Part, Link>): Node;
export function nodeOf(part: Part): Node | null;
export function nodeOf(part: Part): Node | null {
  if (part.layer === 'link') return null;
  const index = part.layer === 'fc1' ? Math.trunc(part.unit / GROUP_UNITS) : numberOf(part);
  return { layer: COLUMNS[part.layer], index };
}

/** A node as a part; an output is its logit. */
export function nodePart({ layer, index }: Node): Part {
  if (layer === 'input') return { layer: 'picture' };
  if (layer === 'fc1') return { layer: 'group', group: index };
  if (layer === 'output') return { layer: 'logit', digit: index };
  return { layer: layer === 'conv1' ? 'map1' : 'map2', map: index };
}

export function isSamePart(a: Part | null, b: Part | null): boolean {
  return a === b || (a !== null && b !== null && writePart(a) === writePart(b));
}
