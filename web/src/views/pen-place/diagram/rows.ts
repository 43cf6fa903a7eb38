/** The vectors that the diagram shows of one token, in the order of its way through the network. */

import type { LayerQuantity, PenPart } from '../../../explain/pen/parts.ts';
import { SIZES } from '../../../net/pen/description.ts';
import type { PenTrace } from '../../../net/pen/trace.ts';

/** `before` is the residual stream that a layer gets: the embedding, or what the layer before left. */
export type RowName =
  | 'token'
  | 'position'
  | 'place'
  | 'before'
  | Exclude<LayerQuantity, 'preactivation'>
  | 'normalized';

/** Rows of one scale can be compared: what is added with what it is added to, queries with keys, values with their sums. */
export type Scale = 'stream' | 'normalized' | 'asked' | 'value' | 'activation';

export interface Row {
  readonly name: RowName;
  /** Null outside the layers. */
  readonly layer: number | null;
  readonly units: number;
  readonly scale: Scale;
  /** Whether its units belong to heads. */
  readonly byHead: boolean;
}

const LAYER_ROWS = [
  'before',
  'normalized1',
  'query',
  'key',
  'value',
  'head',
  'attended',
  'middle',
  'normalized2',
  'activation',
  'fedForward',
  'after',
] as const;

const SCALES: Readonly<Partial<Record<RowName, Scale>>> = {
  normalized: 'normalized',
  normalized1: 'normalized',
  normalized2: 'normalized',
  query: 'asked',
  key: 'asked',
  value: 'value',
  head: 'value',
  activation: 'activation',
};
const BY_HEAD: readonly RowName[] = ['query', 'key', 'value', 'head'];

export const ROWS: readonly Row[] = [
  ...(['token', 'position', 'place'] as const).map((name) => rowOf(name, null)),
  ...Array.from({ length: SIZES.layers }, (_, layer) => LAYER_ROWS.map((name) => rowOf(name, layer))).flat(),
  rowOf('normalized', null),
];

/** Where each row's numbers begin, and, last, where all end, if the rows stand one after the other. */
export const ROW_STARTS: readonly number[] = startsOf(ROWS);

/** A row's number in `ROWS`. */
export function rowIndex(name: RowName, layer: number | null): number {
  return ROWS.findIndex((row) => row.name === name && row.layer === layer);
}

/** (token, unit) of a row. */
export function vectorsOf({ embedding, layers, normalized }: PenTrace, { name, layer }: Row): Float32Array {
  if (name === 'token' || name === 'position' || name === 'place') return embedding[name];
  if (name === 'normalized' || layer === null) return normalized;
  const of = layers[layer];
  switch (name) {
    case 'query':
      return of.queries;
    case 'key':
      return of.keys;
    case 'value':
      return of.values;
    case 'head':
      return of.heads;
    case 'activation':
      return of.activations;
    default:
      return of[name];
  }
}

/** What a cell of a row is called. The embedding's terms have no name of their own: asked, they tell their sum. */
export function partIn({ name, layer }: Row, token: number, unit: number): PenPart {
  if (name === 'normalized') return { quantity: name, token, unit };
  if (layer === null || name === 'token' || name === 'position' || name === 'place')
    return { quantity: 'embedding', token, unit };
  if (name !== 'before') return { quantity: name, layer, token, unit };
  return layer === 0 ? { quantity: 'embedding', token, unit } : { quantity: 'after', layer: layer - 1, token, unit };
}

/** The rows whose cells have a part's name, by their numbers in `ROWS`; of the embedding, not the terms. */
export function rowsOf(part: PenPart): readonly number[] {
  switch (part.quantity) {
    case 'score':
    case 'attention':
    case 'logit':
    case 'probability':
      return [];
    case 'embedding':
      return [rowIndex('before', 0)];
    case 'normalized':
      return [rowIndex('normalized', null)];
    case 'preactivation':
      return [rowIndex('activation', part.layer)];
    case 'after': {
      const next = rowIndex('before', part.layer + 1);
      return [rowIndex('after', part.layer), ...(next < 0 ? [] : [next])];
    }
    default:
      return [rowIndex(part.quantity, part.layer)];
  }
}

function startsOf(rows: readonly Row[]): number[] {
  const starts = [0];
  for (const { units } of rows) starts.push(starts[starts.length - 1] + units);
  return starts;
}

function rowOf(name: RowName, layer: number | null): Row {
  return {
    name,
    layer,
    units: name === 'activation' ? SIZES.feedForward : SIZES.width,
    scale: SCALES[name] ?? 'stream',
    byHead: BY_HEAD.includes(name),
  };
}
