/** The names of all numbers that the pen's network computes, for whoever asks about one: in the State, and in the address. */

import { CONTEXT, SIZES, VOCABULARY } from '../../net/pen/description.ts';

/** What a layer computes of every token, as the trace names it: a vector each. */
export type LayerQuantity =
  | 'normalized1'
  | 'query'
  | 'key'
  | 'value'
  | 'head'
  | 'attended'
  | 'middle'
  | 'normalized2'
  | 'preactivation'
  | 'activation'
  | 'fedForward'
  | 'after';

/** One number of a trace. `token` is a position in the sequence; layers, heads and units count from 0. */
export type PenPart =
  /** `embedding`: what the first layer gets; `normalized`: what the logits are made from. */
  | { readonly quantity: 'embedding' | 'normalized'; readonly token: number; readonly unit: number }
  | { readonly quantity: LayerQuantity; readonly layer: number; readonly token: number; readonly unit: number }
  /** Of a token as the query, with the token at an earlier position, or itself, as the key. */
  | {
      readonly quantity: 'score' | 'attention';
      readonly layer: number;
      readonly head: number;
      readonly token: number;
      readonly key: number;
    }
  /** Of a token of the vocabulary, to follow. */
  | { readonly quantity: 'logit' | 'probability'; readonly token: number; readonly next: number };

type Quantity = PenPart['quantity'];
type Index = 'layer' | 'head' | 'token' | 'key' | 'unit' | 'next';

const OF_TOKEN = ['token', 'unit'] as const;
const OF_LAYER = ['layer', 'token', 'unit'] as const;
const OF_HEAD = ['layer', 'head', 'token', 'key'] as const;
const OF_NEXT = ['token', 'next'] as const;
const INDICES: Readonly<Record<Quantity, readonly Index[]>> = {
  embedding: OF_TOKEN,
  normalized1: OF_LAYER,
  query: OF_LAYER,
  key: OF_LAYER,
  value: OF_LAYER,
  score: OF_HEAD,
  attention: OF_HEAD,
  head: OF_LAYER,
  attended: OF_LAYER,
  middle: OF_LAYER,
  normalized2: OF_LAYER,
  preactivation: OF_LAYER,
  activation: OF_LAYER,
  fedForward: OF_LAYER,
  after: OF_LAYER,
  normalized: OF_TOKEN,
  logit: OF_NEXT,
  probability: OF_NEXT,
};
/** What people count from 1. */
const COUNTED: readonly Index[] = ['layer', 'head'];

/** As in the address, layers and heads counted from 1: `query.1.17.5`, `attention.2.3.17.9`, `logit.17.33`. */
export function writePenPart(part: PenPart): string {
  const numbers: Partial<Record<Index, number>> = part;
  const indices = INDICES[part.quantity].map((index) => (numbers[index] ?? 0) + (COUNTED.includes(index) ? 1 : 0));
  return [part.quantity, ...indices].join('.');
}

/** The part that is written so; null if none is. */
export function readPenPart(written: string): PenPart | null {
  const [name, ...texts] = written.split('.');
  if (!isQuantity(name)) return null;
  const indices = INDICES[name];
  if (texts.length !== indices.length || !texts.every((text) => /^(0|[1-9]\d?)$/.test(text))) return null;
  const numbers: Partial<Record<Index, number>> = {};
  indices.forEach((index, i) => {
    numbers[index] = Number(texts[i]) - (COUNTED.includes(index) ? 1 : 0);
  });
  const { key = 0, token = 0 } = numbers;
  const isWithin = indices.every((index) => (numbers[index] ?? 0) >= 0 && (numbers[index] ?? 0) < limitOf(name, index));
  return isWithin && key <= token ? ({ quantity: name, ...numbers } as PenPart) : null;
}

export function isSamePenPart(a: PenPart | null, b: PenPart | null): boolean {
  return a === b || (a !== null && b !== null && writePenPart(a) === writePenPart(b));
}

/** Quantities between the residual stream before a layer and after it, and what the last one is normalized to. */
const INSIDE: readonly Quantity[] = [
  'normalized1',
  'query',
  'key',
  'value',
  'head',
  'attended',
  'middle',
  'normalized2',
  'preactivation',
  'activation',
  'fedForward',
  'normalized',
];

/** Whether it is a number of what is folded at first: the steps inside the layers. */
export function isInside({ quantity }: PenPart): boolean {
  return INSIDE.includes(quantity);
}

function isQuantity(name: string): name is Quantity {
  return Object.hasOwn(INDICES, name);
}

function limitOf(quantity: Quantity, index: Index): number {
  switch (index) {
    case 'layer':
      return SIZES.layers;
    case 'head':
      return SIZES.heads;
    case 'token':
    case 'key':
      return CONTEXT;
    case 'next':
      return VOCABULARY.length;
    case 'unit':
      return quantity === 'preactivation' || quantity === 'activation' ? SIZES.feedForward : SIZES.width;
  }
}
