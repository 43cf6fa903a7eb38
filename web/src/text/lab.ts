import { type Reading, runnerUp } from '../explain/reading.ts';
import { INPUT_LENGTH } from '../net/cnn/architecture.ts';
import { say, type Words } from './words.ts';

/** The steps of the ink rule that can be left out, in the order in which they are taken. */
export const STEPS = ['fit', 'mass', 'pen'] as const;
export type Step = (typeof STEPS)[number];

/** What is different without some steps. */
export interface Difference {
  /** The steps left out. */
  readonly without: readonly Step[];
  readonly changedCells: number;
  /** With all steps, and without these. */
  readonly usual: Reading;
  readonly other: Reading;
}

/** What is different, in one sentence. @param difference null while nothing is drawn */
export function differenceText(words: Words, language: string, difference: Difference | null): string {
  if (difference === null) return say(words, 'lab.empty');
  const { without, changedCells, usual, other } = difference;
  if (without.length === 0) return say(words, 'lab.allOn');
  const names = without.map((step) => say(words, `lab.named.${step}`));
  const [before, now] = [answerName(words, usual), answerName(words, other)];
  return say(words, before === now ? 'lab.same' : 'lab.other', {
    list: new Intl.ListFormat(language, { type: 'conjunction' }).format(names),
    cells: changedCells,
    all: INPUT_LENGTH,
    answer: now,
    usual: before,
  });
}

/** An answer within a sentence: "4", "4 or 9", "no digit". */
function answerName(words: Words, { verdict, digit, probabilities }: Reading): string {
  if (verdict === 'none' || digit === null || probabilities === null) return say(words, 'lab.none');
  if (verdict === 'digit') return String(digit);
  return say(words, 'lab.unsure', { digit, second: runnerUp(probabilities, digit) });
}
