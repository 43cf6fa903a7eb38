/** Sizes and places of the diagram's parts, in CSS px. */

import type { Box } from '../../diagram/layout.ts';

/** A vector's cells, in one line or more, with gaps between the groups of a line. */
export interface RowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly lineHeight: number;
  readonly cellHeight: number;
  readonly units: number;
  readonly lines: number;
  readonly groups: number;
}

/** What is written beside the picture, by name. */
export interface LabelPlace extends Box {
  readonly name: LabelName;
  readonly align: 'start' | 'center' | 'end';
}
export type LabelName =
  | 'embedding'
  | 'layer1'
  | 'layer2'
  | 'output'
  | 'token'
  | 'position'
  | 'place'
  | 'residual'
  | 'stream'
  | 'normalized'
  | 'renormalized'
  | 'query'
  | 'key'
  | 'value'
  | 'attention'
  | 'where'
  | 'mask'
  | 'heads'
  | 'added'
  | 'feedForward';

/** The residual stream of a layer, and before it the embedding's: a line along which is added. */
export interface StreamPlace {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Where the rows begin that belong to it. */
  readonly rowsAt: number;
  readonly pluses: readonly number[];
  /** The rows that are the stream itself. */
  readonly knots: readonly number[];
}

/** What shares the height. */
export interface Sizes {
  matrix: number;
  row: number;
  stripBar: number;
  bars: number;
}
