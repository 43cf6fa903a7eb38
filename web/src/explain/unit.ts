/** What can be asked about: every number of the network for a drawing, and every node and link of the diagram. */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import { GROUP_UNITS, STAGES, type TargetName } from './topology.ts';

/** One number of the network for this drawing, by layer and index; all indices count from 0, cells are row-major. */
export type Unit =
  | { readonly layer: 'input'; readonly cell: number }
  /** A cell before pooling: its pre-activation and its ReLU. */
  | { readonly layer: 'conv1' | 'conv2'; readonly map: number; readonly cell: number }
  | { readonly layer: 'pool1' | 'pool2'; readonly map: number; readonly cell: number }
  | { readonly layer: 'fc1'; readonly unit: number }
  | { readonly layer: 'logit'; readonly digit: number }
  | { readonly layer: 'probability'; readonly digit: number };

/** What can be selected: a unit, or a node or link of the diagram. */
export type Part =
  | Unit
  /** A whole feature map. */
  | { readonly layer: 'map1' | 'map2'; readonly map: number }
  /** An FC node. */
  | { readonly layer: 'group'; readonly group: number }
  /** The input as a whole. */
  | { readonly layer: 'picture' }
  | { readonly layer: 'link'; readonly stage: TargetName; readonly source: number; readonly target: number };

const { conv1, conv2, fc1, fc2 } = architecture;

/** The part as the address and the script interface write it: `conv2.12.2.3`, `link.output.4.3`. */
export function writePart(part: Part): string {
  switch (part.layer) {
    case 'input':
      return written('input', place(part.cell, conv1.inputWidth));
    case 'conv1':
    case 'conv2':
      return written(part.layer, part.map, place(part.cell, architecture[part.layer].width));
    case 'pool1':
    case 'pool2':
      return written(part.layer, part.map, place(part.cell, architecture[convolutionOf(part.layer)].pooledWidth));
    case 'fc1':
      return written('fc1', part.unit);
    case 'logit':
    case 'probability':
      return written(part.layer, part.digit);
    case 'map1':
    case 'map2':
      return written(part.layer, part.map);
    case 'group':
      return written('group', part.group);
    case 'picture':
      return 'picture';
    case 'link':
      return written('link', part.stage, part.source, part.target);
  }
}

/** The part that `text` is the written form of; null if it is none, or the network has no such part. */
export function readPart(text: string): Part | null {
  const [layer, ...rest] = text.split('.');
  if (layer === 'link') return readLink(rest);
  const indices = rest.map(index);
  switch (layer) {
    case 'picture':
      return indices.length === 0 ? { layer } : null;
    case 'input': {
      const cell = cellAt(indices, conv1.inputHeight, conv1.inputWidth);
      return cell === null ? null : { layer, cell };
    }
    case 'conv1':
    case 'conv2': {
      const { channels, height, width } = architecture[layer];
      return readCell(layer, indices, channels, height, width);
    }
    case 'pool1':
    case 'pool2': {
      const { channels, pooledHeight, pooledWidth } = architecture[convolutionOf(layer)];
      return readCell(layer, indices, channels, pooledHeight, pooledWidth);
    }
    case 'fc1':
      return isOneBelow(indices, fc1.units) ? { layer, unit: indices[0] } : null;
    case 'logit':
    case 'probability':
      return isOneBelow(indices, fc2.units) ? { layer, digit: indices[0] } : null;
    case 'map1':
      return isOneBelow(indices, conv1.channels) ? { layer, map: indices[0] } : null;
    case 'map2':
      return isOneBelow(indices, conv2.channels) ? { layer, map: indices[0] } : null;
    case 'group':
      return isOneBelow(indices, fc1.units / GROUP_UNITS) ? { layer, group: indices[0] } : null;
    default:
      return null;
  }
}

function convolutionOf(layer: 'pool1' | 'pool2'): Convolution {
  return layer === 'pool1' ? 'conv1' : 'conv2';
}

function written(...words: readonly (string | number)[]): string {
  return words.join('.');
}

/** "row.column". */
function place(cell: number, width: number): string {
  return written(Math.trunc(cell / width), cell % width);
}

/** NaN unless written as `String(index)` writes it. */
function index(text: string): number {
  return /^(0|[1-9]\d{0,3})$/.test(text) ? Number(text) : Number.NaN;
}

function isOneBelow(indices: readonly number[], end: number): boolean {
  return indices.length === 1 && indices[0] < end;
}

function cellAt(indices: readonly number[], height: number, width: number): number | null {
  const [row, column] = indices;
  return indices.length === 2 && row < height && column < width ? row * width + column : null;
}

function readCell(
  layer: 'conv1' | 'conv2' | 'pool1' | 'pool2',
  [map, ...at]: readonly number[],
  channels: number,
  height: number,
  width: number,
): Part | null {
  const cell = cellAt(at, height, width);
  return map < channels && cell !== null ? { layer, map, cell } : null;
}

function readLink([name, ...ends]: readonly string[]): Part | null {
  const stage = STAGES.find((one) => one.name === name);
  const [source, target] = ends.map(index);
  if (stage === undefined || ends.length !== 2) return null;
  if (!(source < stage.sources.nodes && target < stage.targets.nodes)) return null;
  return { layer: 'link', stage: stage.name, source, target };
}
