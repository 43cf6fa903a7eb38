/** Takes down where the rows of a token's way stand, one after the other. */

import { SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import type { LabelName, LabelPlace, RowPlace, Sizes, StreamPlace } from './places.ts';
import { ROWS, type RowName, rowIndex } from './rows.ts';

export interface Way {
  readonly height: number;
  /** How wide a head's units are. */
  readonly lane: number;
  /** As `ROWS`; null for what is folded. */
  readonly rows: readonly (RowPlace | null)[];
  /** Layer by layer, head by head. */
  readonly matrices: readonly Box[];
  /** By layer: where it is told how many units are silent. */
  readonly silent: readonly Box[];
  readonly streams: readonly StreamPlace[];
  /** What comes next, over the whole width. */
  readonly output: Box;
  readonly labels: readonly LabelPlace[];
  /** For whoever chooses heads; null where that stands over all. */
  readonly heads: Box | null;
  /** From the end of the first residual stream's line to the second's. */
  readonly carried: readonly Place[];
  /** Tips of arrows along the way, from one part to the next. */
  readonly leads: readonly Place[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export const GUTTER = 84;
export const HEADING = 17;
const NOTE = 16;
const HEAD_GAP = 4;
/** Between a row's cells and the next row's. */
const LEADING = 4;
const FEED_FORWARD_LINES = 2;

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
export interface Column {
  readonly x: number;
  readonly width: number;
  readonly line: number;
}

export function laneOf(width: number): number {
  return (width - HEAD_GAP * (SIZES.heads - 1)) / SIZES.heads;
}

type Gutter = Pick<LabelPlace, 'x' | 'width' | 'align'>;

export function createBuilder({ row: pitch, matrix }: Sizes, lane: number) {
  const rows: (RowPlace | null)[] = ROWS.map(() => null);
  const matrices: Box[] = [];
  const silent: Box[] = [];
  const streams: StreamPlace[] = [];
  const labels: LabelPlace[] = [];
  const cellHeight = pitch - LEADING;
  const centerOf = (name: RowName, layer: number | null) => (rows[rowIndex(name, layer)]?.y ?? 0) + cellHeight / 2;

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
    /** The three terms of the embedding, whose sum begins the first layer. */
    embedding(column: Column, gutter: Gutter, top: number): number {
      (['token', 'position', 'place'] as const).forEach((name, i) => {
        row(name, null, column, top + i * pitch);
        labelRow(name, gutter, top + i * pitch);
      });
      return top + 3 * pitch;
    },
    /** @param matrices where they stand, unless in the column */
    layer(column: Column, layer: number, top: number, gutter: Gutter | null, matrices: Column | null = null): number {
      let y = rowsFrom(ABOVE, layer, column, gutter, top);
      if (gutter && !matrices)
        labels.push({ name: 'attention', ...gutter, y: y + matrix / 2 - pitch / 2, height: pitch });
      y = placeMatrices(matrices ?? column, layer, y, matrix);
      if (!matrices) {
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
    /** Where its heads looked, and the residual stream with all that it adds. */
    foldedLayer(
      column: Column,
      layer: number,
      top: number,
      named: Gutter | null,
      gutter: Gutter | null,
      matrices = column,
    ): number {
      if (named) labels.push({ name: 'attention', ...named, y: top + (matrix - pitch) / 2, height: pitch });
      const y = placeMatrices(matrices, layer, top, matrix);
      row('after', layer, column, y);
      if (gutter) labelRow('stream', gutter, y);
      const isOwn = rows[rowIndex('before', layer)] !== null;
      const before = isOwn ? centerOf('before', layer) : centerOf('after', layer - 1);
      const after = centerOf('after', layer);
      streams[layer] = {
        x: column.line,
        top: before,
        bottom: after,
        rowsAt: column.line < column.x ? column.x : column.x + column.width,
        pluses: [top + matrix / 2],
        knots: isOwn ? [before, after] : [after],
      };
      return y + pitch;
    },
    /** What is said of a layer's matrices, at the end of its heading's line. */
    note(layer: number, box: Box): void {
      labels.push({ name: layer === 0 ? 'where' : 'mask', align: 'end', ...box });
    },
    ends: (): readonly StreamPlace[] => streams,
    finish({ output, heads, carried, leads }: Pick<Way, 'output' | 'heads' | 'carried' | 'leads'>): Way {
      const height = Math.ceil(output.y + output.height) + 1;
      return { height, lane, rows, matrices, silent, streams, output, labels, heads, carried, leads };
    },
  };
}
