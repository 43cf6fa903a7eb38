/** Everything of the network that can be asked about: its numbers, and the diagram's nodes and links. */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import type { Trace } from '../net/cnn/trace.ts';
import { GROUP_UNITS, type LayerName, STAGES, type TargetName } from './topology.ts';

/** One number of the network for this drawing, by layer and index; all indices count from 0, cells run row by row. */
export type Unit =
  | { readonly layer: 'input'; readonly cell: number }
  /** A convolution's cell before pooling, with its ReLU. */
  | { readonly layer: 'conv1' | 'conv2'; readonly map: number; readonly cell: number }
  | { readonly layer: 'pool1' | 'pool2'; readonly map: number; readonly cell: number }
  | { readonly layer: 'fc1'; readonly unit: number }
  | { readonly layer: 'logit'; readonly digit: number }
  | { readonly layer: 'probability'; readonly digit: number };

/** What can be selected: a unit, or a node or link of the diagram. */
export type Part =
  | Unit
  /** A whole feature map of conv1 or conv2. */
  | { readonly layer: 'map1' | 'map2'; readonly map: number }
  /** A group of FC units. */
  | { readonly layer: 'group'; readonly group: number }
  /** The input as a whole. */
  | { readonly layer: 'picture' }
  | Link;

export interface Link {
  readonly layer: 'link';
  readonly stage: TargetName;
  readonly source: number;
  readonly target: number;
}

export type UnitLayer = Unit['layer'];
/** The layers that are laid out in rows and columns. */
export type GridLayer = 'input' | 'conv1' | 'pool1' | 'conv2' | 'pool2';

export interface Grid {
  readonly maps: number;
  readonly height: number;
  readonly width: number;
}

/** From the input on. */
export const GRIDS: Readonly<Record<GridLayer, Grid>> = {
  input: { maps: 1, height: architecture.conv1.inputHeight, width: architecture.conv1.inputWidth },
  conv1: convolved('conv1'),
  pool1: pooled('conv1'),
  conv2: convolved('conv2'),
  pool2: pooled('conv2'),
};

/** The parts that one number tells apart, apart from links: what it is called, and what it must stay below. */
const NUMBERED = {
  fc1: ['unit', architecture.fc1.units],
  logit: ['digit', architecture.fc2.units],
  probability: ['digit', architecture.fc2.units],
  map1: ['map', architecture.conv1.channels],
  map2: ['map', architecture.conv2.channels],
  group: ['group', architecture.fc1.units / GROUP_UNITS],
} as const satisfies Partial<Record<Part['layer'], readonly [string, number]>>;

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

/** A part as text, for addresses and files: "conv1.3.10.11", layer, map, row and column; `readPart` reads it. */
export function writePart(part: Part): string {
  if (part.layer === 'link') return ['link', part.stage, part.source, part.target].join('.');
  if (part.layer === 'picture') return part.layer;
  if (!('cell' in part)) return `${part.layer}.${numberOf(part)}`;
  const { row, column } = cellPlace(part.layer, part.cell);
  return [part.layer, ...('map' in part ? [part.map] : []), row, column].join('.');
}

/** The part that a text names; null if there is none. */
export function readPart(text: string): Part | null {
  const [layer, ...words] = text.split('.');
  if (text === 'picture') return { layer: text };
  if (layer === 'link') {
    const stage = STAGES.find(({ name }) => name === words[0]);
    const ends = stage && readIndices(words.slice(1), [stage.sources.nodes, stage.targets.nodes]);
    return ends ? { layer, stage: stage.name, source: ends[0], target: ends[1] } : null;
  }
  if (Object.hasOwn(NUMBERED, layer)) {
    const [name, limit] = NUMBERED[layer as keyof typeof NUMBERED];
    const numbers = readIndices(words, [limit]);
    return numbers && ({ layer, [name]: numbers[0] } as unknown as Part);
  }
  if (!Object.hasOwn(GRIDS, layer)) return null;
  const grid = layer as GridLayer;
  const { maps, height, width } = GRIDS[grid];
  const numbers = readIndices(grid === 'input' ? ['0', ...words] : words, [maps, height, width]);
  return numbers && cellAt(grid, numbers[0], numbers[1], numbers[2]);
}

/** Whether the part is a single number. */
export function isUnit(part: Part): part is Unit {
  return 'cell' in part || 'unit' in part || 'digit' in part;
}

export function isSamePart(a: Part | null, b: Part | null): boolean {
  return a === b || (a !== null && b !== null && writePart(a) === writePart(b));
}

/** The diagram's node that a part is or belongs to; of a link, its target. */
export function nodeOf(part: Part): { readonly layer: LayerName; readonly index: number } {
  if (part.layer === 'link') return { layer: part.stage, index: part.target };
  const index = part.layer === 'fc1' ? Math.trunc(part.unit / GROUP_UNITS) : numberOf(part);
  return { layer: COLUMNS[part.layer], index };
}

/** The part that a node of the diagram is; an output is its logit. */
export function nodePart(layer: LayerName, index: number): Exclude<Part, Link> {
  if (layer === 'input') return { layer: 'picture' };
  if (layer === 'fc1') return { layer: 'group', group: index };
  if (layer === 'output') return { layer: 'logit', digit: index };
  return { layer: layer === 'conv1' ? 'map1' : 'map2', map: index };
}

/** A unit from its layer and its index in the layer's values, layout (map, row, column). */
export function unitAt(layer: UnitLayer, index: number): Unit {
  if (layer === 'input') return { layer, cell: index };
  if (layer === 'fc1') return { layer, unit: index };
  if (layer === 'logit' || layer === 'probability') return { layer, digit: index };
  const cells = GRIDS[layer].height * GRIDS[layer].width;
  return { layer, map: Math.trunc(index / cells), cell: index % cells };
}

/** The index of a unit in its layer's values. */
export function unitIndex(unit: Unit): number {
  if (!('cell' in unit)) return numberOf(unit);
  const { height, width } = GRIDS[unit.layer];
  return numberOf(unit) * height * width + unit.cell;
}

/** A unit of a layer in rows and columns. */
export function cellAt(layer: GridLayer, map: number, row: number, column: number): Unit {
  const { height, width } = GRIDS[layer];
  return unitAt(layer, (map * height + row) * width + column);
}

/** Where a cell lies in its layer's grid. */
export function cellPlace(layer: GridLayer, cell: number): { readonly row: number; readonly column: number } {
  const { width } = GRIDS[layer];
  return { row: Math.trunc(cell / width), column: cell % width };
}

/** All values of a layer, after ReLU; the trace's own arrays. */
export function layerValues(trace: Trace, layer: UnitLayer): Float32Array {
  switch (layer) {
    case 'input':
      return trace.input;
    case 'conv1':
    case 'conv2':
      return trace[layer].activations;
    case 'pool1':
      return trace.conv1.pooled;
    case 'pool2':
      return trace.conv2.pooled;
    case 'fc1':
      return trace.fc1.activations;
    case 'logit':
      return trace.logits;
    default:
      return trace.probabilities;
  }
}

/** A unit's value for this drawing, after ReLU. */
export function unitValue(trace: Trace, unit: Unit): number {
  return layerValues(trace, unit.layer)[unitIndex(unit)];
}

function convolved(name: Convolution): Grid {
  const { channels, height, width } = architecture[name];
  return { maps: channels, height, width };
}

function pooled(name: Convolution): Grid {
  const { channels, pooledHeight, pooledWidth } = architecture[name];
  return { maps: channels, height: pooledHeight, width: pooledWidth };
}

/** A part's map, unit, digit or group; 0 if there is but one. */
function numberOf(part: Exclude<Part, Link>): number {
  if ('map' in part) return part.map;
  if ('unit' in part) return part.unit;
  if ('digit' in part) return part.digit;
  return 'group' in part ? part.group : 0;
}

/** Whole numbers below their limits, written the one shortest way; null otherwise. */
function readIndices(words: readonly string[], limits: readonly number[]): number[] | null {
  const numbers = words.map(Number);
  const fits = (word: string, i: number) => /^(0|[1-9]\d*)$/.test(word) && numbers[i] < limits[i];
  return words.length === limits.length && words.every(fits) ? numbers : null;
}
