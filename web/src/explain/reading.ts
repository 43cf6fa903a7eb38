import { type InkVerdict, type VerdictRule, verdictOn } from './verdict.ts';

export type Verdict = InkVerdict | 'empty';

/** What the network reads in the drawing. */
export interface Reading {
  readonly verdict: Verdict;
  /** The most probable digit; null while nothing is drawn. */
  readonly digit: number | null;
  /** Ten probabilities; null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
}

/** The reading of an empty pad. */
export const EMPTY_READING: Reading = { verdict: 'empty', digit: null, probabilities: null };

/** The most probable digit, the first of equals, and the verdict. */
export function readingOf(probabilities: Float32Array, rule: VerdictRule): Reading {
  return { verdict: verdictOn(probabilities, rule), digit: mostProbable(probabilities), probabilities };
}

/** The most probable digit; of equals, the smallest. */
export function mostProbable(probabilities: ArrayLike<number>): number {
  let first = 0;
  for (let digit = 1; digit < probabilities.length; digit++)
    if (probabilities[digit] > probabilities[first]) first = digit;
  return first;
}

/** A second digit is in question from this probability on; the package's reading.py has the same. */
const SECOND_FROM = 0.1;

/** The digit it may be instead: the second most probable, if the reading is unsure and that has a tenth or more; else null. */
export function secondInQuestion({ verdict, digit, probabilities }: Reading): number | null {
  if (verdict !== 'unsure' || digit === null || probabilities === null) return null;
  const second = runnerUp(probabilities, digit);
  return probabilities[second] >= SECOND_FROM ? second : null;
}

/** The digit to mark as the answer; null if the verdict is none or empty. */
export function answeredDigit({ verdict, digit }: Reading): number | null {
  return verdict === 'none' ? null : digit;
}

/** The most probable digit other than `first`; of equals, the smaller. */
export function runnerUp(probabilities: ArrayLike<number>, first: number): number {
  let second = first === 0 ? 1 : 0;
  for (let digit = 0; digit < probabilities.length; digit++) {
    if (digit !== first && probabilities[digit] > probabilities[second]) second = digit;
  }
  return second;
}
