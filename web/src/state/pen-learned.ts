/** What the pen's network wrote at moments of its training run, and how good it then was, as its weights file tells. */

import { END, FIRST_DIGIT, WRITE } from '../net/pen/description.ts';
import { legalAfter } from '../net/pen/grammar.ts';

const DIGITS = 10;

/** After an epoch, counted from 1: the tokens of the digits 0 to 9. */
export interface LearnedMoment {
  readonly epoch: number;
  readonly digits: readonly Uint8Array[];
}

/** By epoch: the loss, the shares of held-out drawings whose digit is read, from all and from half of their ink, and the probability given to the next movement. */
export const MEASURES = ['loss', 'drawings', 'halves', 'movements'] as const;
export type Measure = (typeof MEASURES)[number];
export type History = Readonly<Record<Measure, readonly number[]>>;

export interface Learned {
  /** At least one, by epoch. */
  readonly moments: readonly LearnedMoment[];
  /** Null where the file does not tell it. */
  readonly history: History | null;
}

/** Null where the metadata do not tell it, or in another form: weights may be anybody's. */
export function learnedIn(metadata: Readonly<Record<string, string>>): Learned | null {
  try {
    const moments: unknown = JSON.parse(metadata.written ?? 'null');
    if (!Array.isArray(moments) || moments.length === 0) return null;
    const read = moments.map(momentIn).sort((a, b) => a.epoch - b.epoch);
    return { moments: read, history: historyIn(metadata.history, read[read.length - 1].epoch) };
  } catch {
    return null;
  }
}

export function isEnded(ids: Uint8Array): boolean {
  return ids[ids.length - 1] === END;
}

/** @throws RangeError | TypeError if it is none */
function momentIn(written: unknown): LearnedMoment {
  const { epoch, digits }: { epoch?: unknown; digits?: unknown } = { ...(written as object) };
  if (!isCount(epoch) || !Array.isArray(digits) || digits.length !== DIGITS) throw new TypeError('no moment');
  return { epoch, digits: digits.map(idsIn) };
}

/** A list of ids, or a text with a character a token, as the page packs it. */
function idsIn(packed: unknown, digit: number): Uint8Array {
  const list = typeof packed === 'string' ? Array.from(packed, unpackedId) : packed;
  if (!Array.isArray(list) || !list.every(isSmall)) throw new TypeError('no tokens');
  const ids = Uint8Array.from(list);
  if (ids[0] !== WRITE || ids[1] !== FIRST_DIGIT + digit) throw new RangeError('another digit');
  legalAfter(ids);
  return ids;
}

/** The character of the token 0. */
const FIRST_CHARACTER = '0'.charCodeAt(0);

function unpackedId(character: string): number {
  return character.charCodeAt(0) - FIRST_CHARACTER;
}

function historyIn(written: string | undefined, epochs: number): History | null {
  const columns = columnsIn(written);
  const isTold = MEASURES.every((measure) => {
    const column = columns[measure];
    return Array.isArray(column) && column.length >= epochs && column.every(Number.isFinite);
  });
  return isTold ? (columns as History) : null;
}

function columnsIn(written: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(written ?? 'null') };
  } catch {
    return {};
  }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1;
}

function isSmall(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256;
}
