/** What a part of the network looks at: its receptive field in the input, or in any layer before its own. */

import { architecture } from '../net/cnn/architecture.ts';
import { cellPlace, GRIDS, type GridLayer, type Part } from './unit.ts';

/** Rows top … top + height − 1 and columns left … left + width − 1, in cells. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** From the end back to the input. */
const LAYERS_BACKWARDS: readonly GridLayer[] = ['pool2', 'conv2', 'pool1', 'conv1', 'input'];

/**
 * The cells of `layer`, in any of its maps, that a part's value can depend on; null if the layer comes after the part.
 * Whatever stands for a whole layer, map or group sees all that its cells see together.
 */
export function receptiveField(part: Part, layer: GridLayer = 'input'): Rectangle | null {
  const own = gridOf(part);
  const first = LAYERS_BACKWARDS.indexOf(own);
  const last = LAYERS_BACKWARDS.indexOf(layer);
  if (last < first) return null;
  const { height, width } = GRIDS[own];
  const { row: top, column: left } = cellPlace(own, 'cell' in part ? part.cell : 0);
  const field = 'cell' in part ? { top, left, height: 1, width: 1 } : { top, left, height, width };
  return LAYERS_BACKWARDS.slice(first, last).reduce(fieldBefore, field);
}

/** What a rectangle of a layer looks at in the layer before; without padding, that never leaves the grid. */
function fieldBefore({ top, left, height, width }: Rectangle, layer: GridLayer): Rectangle {
  if (layer === 'conv1' || layer === 'conv2') {
    const reach = architecture[layer].kernel - 1;
    return { top, left, height: height + reach, width: width + reach };
  }
  const { pool } = architecture[layer === 'pool1' ? 'conv1' : 'conv2'];
  return { top: top * pool, left: left * pool, height: height * pool, width: width * pool };
}

/** The layer in rows and columns that a part lies in, or that it looks at as a whole. */
function gridOf(part: Part): GridLayer {
  if ('cell' in part) return part.layer;
  if (part.layer === 'picture') return 'input';
  const layer = part.layer === 'link' ? part.stage : part.layer;
  return layer === 'map1' || layer === 'conv1' ? 'pool1' : 'pool2';
}
