/** Which of a token's numbers are shown on the ink, and which beside it. */

import { DROP, END, LIFT, READ } from '../../../net/pen/description.ts';
import { NOWHERE, type ShownInk } from './packing.ts';

/** So many arcs at most. */
export const ARCS = 6;
/** Of the largest weight: what is smaller has no arc. */
const LEAST_ARC = 0.15;

/** What stands beside the ink: a sign, and its share from 0 to 1. */
export interface Beside {
  readonly id: number;
  readonly share: number;
}

/** The largest attention, without its sign, to a token that has a place; 0 if none has. */
export function largestWeight(shown: ShownInk): number {
  let largest = 0;
  for (let token = 0; token < shown.count; token++)
    if (shown.pen(token) !== NOWHERE) largest = Math.max(largest, Math.abs(shown.weight(token)));
  return largest;
}

/** The tokens that were looked at most, the strongest last; not the one that looks, nor those without a place. */
export function arcsOf(shown: ShownInk): number[] {
  const least = LEAST_ARC * largestWeight(shown);
  const size = (token: number): number => Math.abs(shown.weight(token));
  return Array.from({ length: shown.count }, (_, token) => token)
    .filter((token) => token !== shown.token && shown.pen(token) !== NOWHERE && size(token) > least)
    .sort((a, b) => size(b) - size(a))
    .slice(0, ARCS)
    .reverse();
}

/**
 * What may follow and is no direction, in the order from the right; and the attention to the tokens before the pen is anywhere, of
 * one head.
 */
export function besideInk(shown: ShownInk): { readonly signs: readonly Beside[]; readonly beginning: Beside | null } {
  const signs = [END, DROP, LIFT].map((id) => ({ id, share: shown.next(id) })).filter(({ share }) => share > 0);
  if (shown.isDifference) return { signs, beginning: null };
  let share = 0;
  for (let token = 0; token < shown.count; token++) if (shown.pen(token) === NOWHERE) share += shown.weight(token);
  return { signs, beginning: { id: READ, share } };
}
