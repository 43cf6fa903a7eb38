import type { Reading } from '../explain/reading.ts';
import type { InkVerdict } from '../explain/verdict.ts';

/** A verdict with its most probable digit as one byte, so that thousands of moments can be kept and sent to the painter. */
export type AnswerCode = number;

/** Of a moment that has not been read. */
export const UNREAD: AnswerCode = 0;

const VERDICTS: readonly InkVerdict[] = ['digit', 'unsure', 'none'];
const DIGITS = 10;

export function answerCode({ verdict, digit }: Reading): AnswerCode {
  return verdict === 'empty' || digit === null ? UNREAD : 1 + DIGITS * VERDICTS.indexOf(verdict) + digit;
}

/** @param code not UNREAD */
export function verdictIn(code: AnswerCode): InkVerdict {
  return VERDICTS[Math.trunc((code - 1) / DIGITS)];
}

/** The most probable digit, whatever the verdict. @param code not UNREAD */
export function digitIn(code: AnswerCode): number {
  return (code - 1) % DIGITS;
}

/** The digit that is the answer, if only one of two; null for none. @param code not UNREAD */
export function answeredIn(code: AnswerCode): number | null {
  return verdictIn(code) === 'none' ? null : digitIn(code);
}
