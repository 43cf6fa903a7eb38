/** Where the shown token's way through the network stands: its rows, the heads' matrices, and what comes out. */

import { SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import type { LabelName, LabelPlace, RowPlace, Sizes, StreamPlace } from './places.ts';
import { ROWS, type RowName, rowIndex } from './rows.ts';

export interface Way {
  readonly height: number;
  /** How wide a head's units are. */
  readonly lane: number;
  /** As `ROWS`. */
  readonly rows: readonly RowPlace[];
  /** Layer by layer, head by head. */
  readonly matrices: readonly Box[];
  /** By layer: where it is told how many units are silent. */
  readonly silent: readonly Box[];
  readonly streams: readonly StreamPlace[];
  /** What comes next, over the whole width. */
  readonly output: Box;
  readonly labels: readonly LabelPlace[];
  /** For whoever chooses heads. */
  readonly heads: Box;
}

const GUTTER = 84;
/** For the line of the residual stream, beside the rows. */
const LINE = 20;
const APART = 6;
const HEADING = 17;
const NOTE = 16;
const BETWEEN = 8;
const HEAD_GAP = 4;
/** Between a row's cells and the next row's. */
const LEADING = 4;
const FEED_FORWARD_LINES = 2;
const WIDEST = 480;

/** Of a layer, from the top; between them stand the matrices with their note, and what is said of silent units. */
const ABOVE: readonly (readonly [RowName, LabelName])[] = [
  ['before', 'residual'],
  ['normalized1', 'normalized'],
  ['query', 'query'],
  ['key', 'key'],
  ['value', 'value'],
];
const MIDDLE: readonly (readonly [RowName, LabelName])[] = [
  ['head', 'heads'],
  ['attended', 'added'],
  ['middle', 'stream'],
  ['normalized2', 'renormalized'],
];
const BELOW: readonly (readonly [RowName, LabelName])[] = [
  ['fedForward', 'added'],
  ['after', 'stream'],
];
const STREAM: readonly RowName[] = ['before', 'middle', 'after'];

/** A column of rows: where its cells begin, how wide they are, and where the residual stream runs. */
interface Column {
  readonly x: number;
  readonly width: number;
  readonly line: number;
}

/** @param top where it begins */
export function placeWay(width: number, top: number, compact: boolean, sizes: Sizes): Way {
  return compact ? placeOneColumn(width, top, sizes) : placeTwoColumns(width, top, sizes);
}

/** The layers side by side, their labels between them, so that what is alike stands in one line. */
function placeTwoColumns(width: number, top: number, sizes: Sizes): Way {
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
  const heads = { x: right, y, width: cells, height: HEADING + 3 * sizes.row };
  y = builder.embedding(columns[0], gutter, y + HEADING);
  y += BETWEEN / 2;
  columns.forEach(({ x }, layer) => {
    builder.label(layer === 0 ? 'layer1' : 'layer2', { x, y, width: cells, height: HEADING });
  });
  y += HEADING;
  const bottom = Math.max(
    ...columns.map((column, layer) => builder.layer(column, layer, y, layer === 0 ? gutter : null)),
  );
  y = bottom + BETWEEN / 2;
  builder.row('normalized', null, columns[1], y);
  builder.labelRow('normalized', gutter, y);
  builder.label('output', { x: left, y: y - 1, width: cells, height: HEADING });
  y += Math.max(HEADING, sizes.row) + BETWEEN;
  const outer = { x: left, width: right + cells - left };
  return builder.finish(y, { ...outer, y, height: sizes.bars }, heads);
}

/** All in one column, what tells most first: where each head looked, and what comes next. */
function placeOneColumn(width: number, top: number, sizes: Sizes): Way {
  const gutter = { x: width - GUTTER, width: GUTTER, align: 'start' } as const;
  const cells = width - GUTTER - APART - LINE;
  const column = { x: LINE, width: cells, line: LINE / 2 };
  const builder = createBuilder(sizes, laneOf(width));
  let y = top + BETWEEN / 2;
  const heads = { x: 0, y, width, height: 48 };
  y += heads.height;
  for (let layer = 0; layer < SIZES.layers; layer++) {
    builder.label(layer === 0 ? 'layer1' : 'layer2', { x: 0, y, width, height: HEADING });
    y = builder.matrices({ x: 0, width, line: 0 }, layer, y + HEADING, sizes.matrix || laneOf(width));
  }
  builder.label('where', { x: 0, y, width, height: NOTE });
  builder.label('output', { x: 0, y: y + NOTE + BETWEEN, width, height: HEADING });
  y += NOTE + 2 * BETWEEN + HEADING;
  const output = { x: 0, y, width, height: sizes.bars };
  y += output.height + 2 * BETWEEN;
  builder.label('embedding', { x: column.x, y, width: cells, height: HEADING });
  y = builder.embedding(column, gutter, y + HEADING);
  for (let layer = 0; layer < SIZES.layers; layer++) {
    y += BETWEEN;
    builder.label(layer === 0 ? 'layer1' : 'layer2', { x: column.x, y, width: cells, height: HEADING });
    y = builder.layer(column, layer, y + HEADING, gutter, false);
  }
  y += BETWEEN;
  builder.row('normalized', null, column, y);
  builder.labelRow('normalized', gutter, y);
  return builder.finish(y + sizes.row, output, heads);
}

function laneOf(width: number): number {
  return (width - HEAD_GAP * (SIZES.heads - 1)) / SIZES.heads;
}

type Gutter = Pick<LabelPlace, 'x' | 'width' | 'align'>;

/** Takes down what is placed. */
function createBuilder({ row: pitch, matrix }: Sizes, lane: number) {
  const rows: RowPlace[] = [];
  const matrices: Box[] = [];
  const silent: Box[] = [];
  const streams: StreamPlace[] = [];
  const labels: LabelPlace[] = [];
  const cellHeight = pitch - LEADING;
  const centerOf = (name: RowName, layer: number | null) => rows[rowIndex(name, layer)].y + cellHeight / 2;

  const label = (name: LabelName, box: Box): void => {
    labels.push({ name, align: 'start', ...box });
  };
  const labelRow = (name: LabelName, gutter: Gutter, y: number): void => {
    // Over the middle of the cells.
    labels.push({ name, ...gutter, y: y + (cellHeight - pitch) / 2, height: pitch });
  };
  const row = (name: RowName, layer: number | null, { x, width }: Column, y: number): void => {
    const index = rowIndex(name, layer);
    const { units, byHead } = ROWS[index];
    const lines = name === 'activation' ? FEED_FORWARD_LINES : 1;
    const groups = byHead ? SIZES.heads : 1;
    rows[index] = { x, y, width, lineHeight: cellHeight + 1, cellHeight, units, lines, groups };
  };
  const rowsFrom = (
    list: readonly (readonly [RowName, LabelName])[],
    layer: number,
    column: Column,
    gutter: Gutter | null,
    y: number,
  ): number => {
    list.forEach(([name, named], i) => {
      row(name, layer, column, y + i * pitch);
      if (gutter) labelRow(named, gutter, y + i * pitch);
    });
    return y + list.length * pitch;
  };
  const placeMatrices = ({ x, width }: Column, layer: number, y: number, side: number): number => {
    const across = laneOf(width);
    for (let head = 0; head < SIZES.heads; head++) {
      const left = x + head * (across + HEAD_GAP) + (across - side) / 2;
      matrices[layer * SIZES.heads + head] = { x: left, y, width: side, height: side };
    }
    return y + side + LEADING;
  };

  return {
    label,
    labelRow,
    row,
    matrices: placeMatrices,
    /** The three terms of the embedding, whose sum begins the first layer. */
    embedding(column: Column, gutter: Gutter, top: number): number {
      (['token', 'position', 'place'] as const).forEach((name, i) => {
        row(name, null, column, top + i * pitch);
        labelRow(name, gutter, top + i * pitch);
      });
      return top + 3 * pitch;
    },
    layer(column: Column, layer: number, top: number, gutter: Gutter | null, withMatrices = true): number {
      let y = rowsFrom(ABOVE, layer, column, gutter, top);
      if (withMatrices) {
        if (gutter) labels.push({ name: 'attention', ...gutter, y: y + matrix / 2 - pitch / 2, height: pitch });
        y = placeMatrices(column, layer, y, matrix);
        // The first one may reach below the name of what it is about.
        if (layer === 0) label('where', { x: column.x, y, width: column.width + GUTTER / 2, height: NOTE });
        else label('mask', { x: column.x, y, width: column.width, height: NOTE });
        y += NOTE;
      }
      y = rowsFrom(MIDDLE, layer, column, gutter, y);
      row('activation', layer, column, y);
      const units = (cellHeight + 1) * FEED_FORWARD_LINES;
      if (gutter) labels.push({ name: 'feedForward', ...gutter, y: y + (units - pitch) / 2, height: pitch });
      silent[layer] = { x: column.x, y: y + units, width: column.width, height: NOTE - 2 };
      y = rowsFrom(BELOW, layer, column, gutter, y + units + NOTE);
      streams[layer] = {
        x: column.line,
        top: layer === 0 ? centerOf('token', null) : centerOf('before', layer),
        bottom: centerOf('after', layer),
        rowsAt: column.line < column.x ? column.x : column.x + column.width,
        pluses: [
          ...(layer === 0 ? [centerOf('position', null), centerOf('place', null)] : []),
          centerOf('attended', layer),
          centerOf('fedForward', layer),
        ],
        knots: STREAM.map((name) => centerOf(name, layer)),
      };
      return y;
    },
    finish(bottom: number, output: Box, heads: Box): Way {
      const height = Math.max(bottom, output.y + output.height);
      return { height: Math.ceil(height) + 1, lane, rows, matrices, silent, streams, output, labels, heads };
    },
  };
}
