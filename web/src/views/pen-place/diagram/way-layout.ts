/** Where the shown token's way through the network stands: its rows, the heads' matrices, and what comes out. */

import { SIZES } from '../../../net/pen/description.ts';
import type { Sizes } from './places.ts';
import { createBuilder, GUTTER, HEADING, laneOf, type Place, type Way } from './way-builder.ts';

/** For the line of the residual stream, beside the rows. */
const LINE = 20;
const APART = 6;
const BETWEEN = 8;
const WIDEST = 480;
const WIDEST_ALONE = 900;
/** From one part to the next, for an arrow. */
const LEAD = 12;

/** How it is laid out. */
export interface Shape {
  /** For phones. */
  readonly compact: boolean;
  /** Whether it shows what is inside the layers. */
  readonly inside: boolean;
  /** Whether the layers stand side by side. */
  readonly abreast: boolean;
}

/** @param top where it begins */
export function placeWay(width: number, top: number, shape: Shape, sizes: Sizes): Way {
  return shape.abreast ? placeTwoColumns(width, top, shape, sizes) : placeOneColumn(width, top, shape, sizes);
}

/** The layers side by side, their labels between them, so that what is alike stands in one line. */
function placeTwoColumns(width: number, top: number, { inside }: Shape, sizes: Sizes): Way {
  const cells = Math.min(WIDEST, (width - GUTTER - 2 * APART - 2 * LINE) / 2);
  const left = (width - GUTTER - 2 * APART - 2 * cells) / 2;
  const gutter = { x: left + cells + APART, width: GUTTER, align: 'center' } as const;
  const right = gutter.x + GUTTER + APART;
  const columns = [
    { x: left, width: cells, line: left - LINE / 2 },
    { x: right, width: cells, line: right + cells + LINE / 2 },
  ];
  const builder = createBuilder(sizes, laneOf(cells));
  let y = top + BETWEEN;
  builder.label('embedding', { x: left, y, width: cells, height: HEADING });
  const heads = inside ? { x: right, y, width: cells, height: HEADING + 3 * sizes.row } : null;
  y += HEADING;
  if (inside) y = builder.embedding(columns[0], gutter, y);
  else {
    columns.forEach((column, layer) => {
      builder.row('before', layer, column, y);
    });
    builder.labelRow('residual', gutter, y);
    y += sizes.row;
  }
  y += BETWEEN / 2;
  columns.forEach(({ x }, layer) => {
    const heading = { x, y, width: cells, height: HEADING };
    builder.label(layer === 0 ? 'layer1' : 'layer2', heading);
    if (!inside) builder.note(layer, heading);
  });
  y += HEADING;
  const bottoms = columns.map((column, layer) => {
    const named = layer === 0 ? gutter : null;
    return inside ? builder.layer(column, layer, y, named) : builder.foldedLayer(column, layer, y, named, named);
  });
  y = Math.max(...bottoms) + BETWEEN / 2;
  if (inside) {
    builder.row('normalized', null, columns[1], y);
    builder.labelRow('normalized', gutter, y);
  }
  builder.label('output', { x: left, y: y - 1, width: cells, height: HEADING });
  y += inside ? Math.max(HEADING, sizes.row) + BETWEEN : HEADING;
  const output = { x: left, y, width: right + cells - left, height: sizes.bars };
  const [first, second] = builder.ends();
  const across = left + cells + 3;
  const carried = [
    { x: left + cells, y: first.bottom },
    { x: across, y: first.bottom },
    { x: across, y: second.top },
    { x: right, y: second.top },
  ];
  return builder.finish({ output, heads, carried, leads: [] });
}

/** All in one column, read from the top: the embedding, a layer after the other, what comes next. */
function placeOneColumn(width: number, top: number, { compact, inside }: Shape, sizes: Sizes): Way {
  const cells = Math.min(WIDEST_ALONE, width - GUTTER - APART - LINE);
  const gutter = { x: LINE + cells + APART, width: GUTTER, align: 'start' } as const;
  const column = { x: LINE, width: cells, line: LINE / 2 };
  // On phones the matrices take the labels' room, too.
  const matrices = compact ? { ...column, width: width - LINE } : column;
  const side = sizes.matrix || laneOf(matrices.width);
  const builder = createBuilder({ ...sizes, matrix: side }, laneOf(matrices.width));
  let y = top + BETWEEN;
  builder.label('embedding', { x: LINE, y, width: cells, height: HEADING });
  y += HEADING;
  if (inside) y = builder.embedding(column, gutter, y);
  else {
    builder.row('before', 0, column, y);
    builder.labelRow('residual', gutter, y);
    y += sizes.row;
  }
  const leads: Place[] = [];
  for (let layer = 0; layer < SIZES.layers; layer++) {
    y += LEAD;
    leads.push({ x: column.line, y: y - 1 });
    builder.label(layer === 0 ? 'layer1' : 'layer2', { x: LINE, y, width: cells, height: HEADING });
    builder.note(layer, { x: LINE, y, width: matrices.width, height: HEADING });
    y += HEADING;
    y = inside
      ? builder.layer(column, layer, y, gutter, matrices)
      : builder.foldedLayer(column, layer, y, compact ? null : gutter, gutter, matrices);
  }
  if (inside) {
    y += BETWEEN;
    builder.row('normalized', null, column, y);
    builder.labelRow('normalized', gutter, y);
    y += sizes.row;
  }
  y += LEAD;
  leads.push({ x: column.line, y: y - 1 });
  builder.label('output', { x: LINE, y, width: cells, height: HEADING });
  const output = { x: 0, y: y + HEADING, width: Math.min(width, gutter.x + GUTTER), height: sizes.bars };
  const [first, second] = builder.ends();
  const carried = [
    { x: column.line, y: first.bottom },
    { x: column.line, y: second.top },
  ];
  return builder.finish({ output, heads: null, carried, leads });
}
