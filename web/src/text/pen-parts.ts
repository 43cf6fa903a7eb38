/** The names of the numbers of the pen's network. Layers, heads and units count from 1, tokens from 0. */

import type { PenPart } from '../explain/pen/parts.ts';
import { isRow, type PenRow } from '../explain/pen/provenance/description.ts';
import { headOf } from '../explain/pen/values.ts';
import { PLACE_CELLS, SIZES } from '../net/pen/description.ts';
import { placedSign, tokenSign } from './pen-tokens.ts';
import { say, type Words } from './words.ts';

/** A part of a sequence. */
export interface PenPlace {
  readonly part: PenPart;
  readonly ids: Uint8Array;
}

/** The quantity by itself: "query", "residual stream after the layer". */
export function quantityName(words: Words, { quantity }: Pick<PenPart, 'quantity'>): string {
  return say(words, quantity === 'head' ? 'penPart.headOutput' : `penPart.${quantity}`);
}

/** The way to a part: "token 17, up and right", "layer 2", "head 3", "attention to token 9"; steps that it has not are null. */
export interface PenWay {
  readonly token: string;
  readonly layer: string | null;
  readonly head: string | null;
  readonly last: string;
}

export function penWay(words: Words, { part, ids }: PenPlace): PenWay {
  const head = headIn(part);
  return {
    token: tokenName(words, part.token, ids),
    layer: 'layer' in part ? say(words, 'penPart.layer', { layer: part.layer + 1 }) : null,
    head: head === null ? null : say(words, 'penPart.head', { head: head + 1 }),
    last: ownName(words, part),
  };
}

/** All of the way on one line. */
export function penName(words: Words, place: PenPlace): string {
  const { token, layer, head, last } = penWay(words, place);
  return [token, layer, head, last].filter((step) => step !== null).join(' ▸ ');
}

/** "token 17, up and right"; of a shorter sequence without the sign. */
export function tokenName(words: Words, token: number, ids: Uint8Array): string {
  if (token >= ids.length) return say(words, 'penPart.tokenOnly', { token });
  return say(words, 'penPart.token', { token, sign: tokenSign(words, ids[token]) });
}

/** The head that the number belongs to; null if to none. */
export function headIn(part: PenPart): number | null {
  if ('head' in part) return part.head;
  const isOfHead = ['query', 'key', 'value', 'head'].includes(part.quantity);
  return isOfHead && 'unit' in part ? headOf(part.unit) : null;
}

/** The last step of the way: "query, unit 5", "attention to token 9", "logit of up and right". */
export function ownName(words: Words, part: PenPart): string {
  if ('key' in part)
    return say(words, part.quantity === 'score' ? 'penPart.scoreWith' : 'penPart.attentionTo', { key: part.key });
  const quantity = quantityName(words, part);
  if ('next' in part) return say(words, 'penPart.of', { quantity, next: tokenSign(words, part.next) });
  return say(words, 'penPart.unit', { quantity, unit: unitNumber(part.unit, headIn(part)) });
}

/** A part seen from another: its token is named only if it is not the other's. */
export function nameFrom(words: Words, part: PenPart, from: PenPart): string {
  const head = headIn(part);
  const isOtherHead = head !== null && head !== headIn(from) && !('head' in part);
  const own = ownName(words, part);
  const name = isOtherHead ? `${say(words, 'penPart.head', { head: head + 1 })}: ${own}` : own;
  return part.token === from.token ? name : say(words, 'penPart.at', { name, token: part.token });
}

/** What a term of a sum is told apart by, in few words: "unit 5", "9, up and right", "its position’s row". */
export function termName(words: Words, source: PenPart | PenRow, from: PenPart, ids: Uint8Array): string {
  if (isRow(source)) return rowName(words, source);
  if ('next' in source) return tokenSign(words, source.next);
  if ('key' in source) return placedSign(words, source.key, ids);
  if (from.quantity === 'head') return placedSign(words, source.token, ids);
  return say(words, 'penPart.unitOnly', { unit: unitNumber(source.unit, headIn(source)) });
}

/** Units of a head count within it. */
function unitNumber(unit: number, head: number | null): number {
  return (head === null ? unit : unit % SIZES.headUnits) + 1;
}

function rowName(words: Words, { table, row }: PenRow): string {
  switch (table) {
    case 'token':
      return say(words, 'penPart.rowToken');
    case 'position':
      return say(words, 'penPart.rowPosition');
    case 'placeX':
      return say(words, 'penPart.rowPlaceX', { row: row + PLACE_CELLS.first });
    case 'placeY':
      return say(words, 'penPart.rowPlaceY', { row: row + PLACE_CELLS.first });
    case 'penUp':
      return say(words, 'penPart.rowPenUp');
  }
}
