/** Where the cells of a unit's arithmetic lie: a tile a channel, a column of tiles a quantity. */

import type { Origin } from '../../../explain/provenance/description.ts';
import { architecture } from '../../../net/cnn/architecture.ts';

export const QUANTITIES = ['input', 'weight', 'amount', 'running'] as const;
/** A term's input, its weight, their product, and the sum of the products so far. */
export type Quantity = (typeof QUANTITIES)[number];

export interface Tile {
  readonly quantity: Quantity;
  /** The term of its first cell; the others follow row by row. */
  readonly first: number;
  /** In px. */
  readonly x: number;
  readonly y: number;
}

export interface TileSheet {
  /** Cells across a tile, and px across a cell. */
  readonly side: number;
  readonly cell: number;
  readonly tiles: readonly Tile[];
  /** In px: of the sheet, and from one quantity's column to the next. */
  readonly width: number;
  readonly height: number;
  readonly column: number;
}

const TILE_GAP = 3;
const COLUMN_GAP = 8;

/** How the layers' tiles are laid out: channels beside one another, px across a cell. */
const LAYOUTS = {
  conv1: { side: architecture.conv1.kernel, across: 1, cell: 12 },
  conv2: { side: architecture.conv2.kernel, across: 2, cell: 9 },
  fc1: { side: architecture.conv2.pooledWidth, across: 4, cell: 12 },
  pool1: { side: architecture.conv1.pool, across: 1, cell: 30 },
  pool2: { side: architecture.conv2.pool, across: 1, cell: 30 },
} as const;

/** The sheet for a unit's terms; null if they are no pictures. An FC unit's shows one quantity at a time. */
export function sheetOf({ part, terms }: Origin, chosen: Quantity): TileSheet | null {
  if (!Object.hasOwn(LAYOUTS, part.layer)) return null;
  const { side, across, cell } = LAYOUTS[part.layer as keyof typeof LAYOUTS];
  const quantities = part.layer === 'fc1' ? [chosen] : part.layer.startsWith('pool') ? ['input' as const] : QUANTITIES;
  const channels = terms.length / side ** 2;
  const step = side * cell + TILE_GAP;
  const column = across * step - TILE_GAP + COLUMN_GAP;
  const tiles = quantities.flatMap((quantity, q) =>
    Array.from({ length: channels }, (_, channel) => ({
      quantity,
      first: channel * side ** 2,
      x: q * column + (channel % across) * step,
      y: Math.trunc(channel / across) * step,
    })),
  );
  const height = Math.ceil(channels / across) * step - TILE_GAP;
  return { side, cell, tiles, width: quantities.length * column - COLUMN_GAP, height, column };
}

/** The term at a point, in px of the sheet; null between the tiles. */
export function termUnder({ tiles, side, cell }: TileSheet, x: number, y: number): number | null {
  for (const tile of tiles) {
    const [column, row] = [Math.floor((x - tile.x) / cell), Math.floor((y - tile.y) / cell)];
    if (column >= 0 && row >= 0 && column < side && row < side) return tile.first + row * side + column;
  }
  return null;
}

/** The values of each quantity, term by term. */
export function quantitiesOf({ terms }: Origin): Record<Quantity, readonly number[]> {
  let sum = 0;
  return {
    input: terms.map(({ input }) => input),
    weight: terms.map((term) => ('weight' in term ? term.weight : 1)),
    amount: terms.map(({ amount }) => amount),
    running: terms.map(({ amount }) => {
      sum += amount;
      return sum;
    }),
  };
}
