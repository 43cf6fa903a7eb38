/** What a part of the network looks at: its receptive field in the input, or in any layer before its own. */

import { architecture } from '../net/cnn/architecture.ts';
import { cellPlace, GRIDS, type GridLayer, type Part } from './unit.ts';

/** In cells; bottom and right are exclusive. */
export interface CellRectangle {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** From the end back to the input. */
const LAYERS_BACKWARDS: readonly GridLayer[] = ['pool2', 'conv2', 'pool1', 'conv1', 'input'];

/**
 * The cells of the input that a part's value can depend on. Whatever stands for a whole layer, map or group sees all
 * that its cells see together.
 */
export function receptiveField(part: Part): CellRectangle {
  return fieldBetween(part, 'input');
}

/** The same in another layer, in any of its maps; null if the layer comes after the part. */
export function receptiveFieldIn(layer: GridLayer, part: Part): CellRectangle | null {
  return LAYERS_BACKWARDS.indexOf(layer) < LAYERS_BACKWARDS.indexOf(gridOf(part)) ? null : fieldBetween(part, layer);
}

function fieldBetween(part: Part, layer: GridLayer): CellRectangle {
  const own = gridOf(part);
  const { height, width } = GRIDS[own];
  let field = { top: 0, left: 0, bottom: height, right: width };
  if ('cell' in part) {
    const { row, column } = cellPlace(own, part.cell);
    field = { top: row, left: column, bottom: row + 1, right: column + 1 };
  }
  return LAYERS_BACKWARDS.slice(LAYERS_BACKWARDS.indexOf(own), LAYERS_BACKWARDS.indexOf(layer)).reduce(
    fieldBefore,
    field,
  );
}

/** What a rectangle of a layer looks at in the layer before; without padding, that never leaves the grid. */
function fieldBefore({ top, left, bottom, right }: CellRectangle, layer: GridLayer): CellRectangle {
  if (layer === 'conv1' || layer === 'conv2') {
    const reach = architecture[layer].kernel - 1;
    return { top, left, bottom: bottom + reach, right: right + reach };
  }
  const { pool } = architecture[layer === 'pool1' ? 'conv1' : 'conv2'];
  return { top: top * pool, left: left * pool, bottom: bottom * pool, right: right * pool };
}

/** The layer in rows and columns that a part lies in, or that it looks at as a whole. */
function gridOf(part: Part): GridLayer {
  if ('cell' in part) return part.layer;
  if (part.layer === 'picture') return 'input';
  const layer = part.layer === 'link' ? part.stage : part.layer;
  return layer === 'map1' || layer === 'conv1' ? 'pool1' : 'pool2';
}
