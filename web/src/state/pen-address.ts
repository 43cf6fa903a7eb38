/** What the page's address tells of what is asked of the pen's network. */

import { isInside, type PenPart, readPenPart, writePenPart } from '../explain/pen/parts.ts';
import { countField, type Field, inFragment, nameField } from './address-field.ts';
import {
  type AskingPen,
  isSameChoice,
  NO_PEN_ASKING,
  PEN_VIEWS,
  type PenAsking,
  readHeads,
  writeHeads,
} from './pen-asking.ts';
import type { Placing } from './placing.ts';

/** The part of it that is pinned has a name that differs from that of the picture's network. */
export interface AddressedPen extends Pick<PenAsking, 'view' | 'heads' | 'inside' | 'token' | 'leftOut'> {
  readonly penPart: PenPart | null;
}

/** A part of the address's one table. */
export const PEN_FIELDS: { readonly [Name in keyof AddressedPen]: Field<AddressedPen[Name]> } = {
  view: nameField('view', PEN_VIEWS),
  heads: {
    ...inFragment('heads'),
    initial: NO_PEN_ASKING.heads,
    read: readHeads,
    write: (heads) => (isSameChoice(heads, NO_PEN_ASKING.heads) ? null : writeHeads(heads)),
  },
  // On by its key alone.
  inside: {
    ...inFragment('inside'),
    initial: NO_PEN_ASKING.inside,
    read: (written) => (written === '' ? true : undefined),
    write: (inside) => (inside ? '' : null),
  },
  token: countField('token', 2),
  penPart: {
    ...inFragment('number'),
    initial: NO_PEN_ASKING.part,
    read: (written) => readPenPart(written) ?? undefined,
    write: (part) => part && writePenPart(part),
  },
  // Strokes, counted from 1.
  leftOut: {
    ...inFragment('without'),
    initial: NO_PEN_ASKING.leftOut,
    read: readStrokeNumbers,
    write: (strokes) => (strokes.length > 0 ? strokes.map((stroke) => stroke + 1).join(',') : null),
  },
};

const NAMES = Object.keys(PEN_FIELDS) as (keyof AddressedPen)[];

type Told = Pick<Placing, 'place'> & AskingPen;

/** What the address tells of it: nothing but in its place. */
export function addressedPen({ place, penAsking }: Told): AddressedPen {
  const { view, heads, inside, token, part, leftOut } = place === 'pen' ? penAsking : NO_PEN_ASKING;
  return { view, heads, inside, token, penPart: part, leftOut };
}

/** What is asked by an address that tells this: nothing but in its place. */
export function askedOfPen({ place, penPart, ...told }: Pick<Placing, 'place'> & AddressedPen): PenAsking {
  const { view, heads, token, leftOut } = told;
  const inside = told.inside || (penPart !== null && isInside(penPart));
  if (place !== 'pen') return NO_PEN_ASKING;
  // A number that is pinned has its token looked at, and is in sight.
  return { ...NO_PEN_ASKING, view, heads, inside, token: token ?? penPart?.token ?? null, part: penPart, leftOut };
}

/** Whether the address tells the same of both. */
export function isSameAddressedPen(a: Told, b: Told): boolean {
  const [ofA, ofB] = [addressedPen(a), addressedPen(b)];
  return NAMES.every((name) => ofA[name] === ofB[name]);
}

/** Strokes by number, each once, in order. */
function readStrokeNumbers(written: string): number[] | undefined {
  if (!/^[1-9]\d{0,3}(,[1-9]\d{0,3})*$/.test(written)) return undefined;
  return [...new Set(written.split(',').map((stroke) => Number(stroke) - 1))].sort((a, b) => a - b);
}
