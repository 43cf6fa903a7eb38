/** What a part of the network looks at: its receptive field in the input, or in any layer before its own. */

import { architecture } from '../net/cnn/architecture.ts';
import { GRIDS, type GridLayer, type Part, placeOf } from './unit.ts';

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
  let field: Rectangle =
    'cell' in part ? { ...cornerOf(own, part.cell), height: 1, width: 1 } : { ...cornerOf(own, 0), ...sizeOf(own) };
  for (let i = first; i < last; i++) field = before(LAYERS_BACKWARDS[i], field);
  return clipped(field, sizeOf(layer));
}

/** What a rectangle of a layer looks at in the layer before. */
function before(layer: GridLayer, { top, left, height, width }: Rectangle): Rectangle {
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

function cornerOf(layer: GridLayer, cell: number): Pick<Rectangle, 'top' | 'left'> {
  const { row, column } = placeOf(layer, cell);
  return { top: row, left: column };
}

function sizeOf(layer: GridLayer): Pick<Rectangle, 'height' | 'width'> {
  const { height, width } = GRIDS[layer];
  return { height, width };
}

function clipped({ top, left, height, width }: Rectangle, size: Pick<Rectangle, 'height' | 'width'>): Rectangle {
  return {
    top,
    left,
    height: Math.min(top + height, size.height) - top,
    width: Math.min(left + width, size.width) - left,
  };
}
