import { type Reading, runnerUp, secondInQuestion } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Frame } from '../state/frame.ts';
import { say, type WordKey, type Words } from '../text/words.ts';

/** A second digit with less is not worth a word: its share would read "<0.1%". */
const SMALLEST_SHARE = 0.001;
/** The one digit that takes another article in some languages: “or an 8”. */
const EIGHT = 8;

/** What is read, and what it may be instead. */
export function sentenceOf({ words, reading }: Pick<Frame, 'words' | 'reading'>): string {
  const { verdict, digit } = reading;
  if (digit === null) return say(words, 'verdict.empty');
  if (verdict === 'none') return say(words, 'verdict.none');
  if (verdict === 'digit') return say(words, 'verdict.digit', { digit });
  const second = secondInQuestion(reading);
  if (second === null) return say(words, digit === EIGHT ? 'verdict.perhapsEight' : 'verdict.perhaps', { digit });
  return say(words, second === EIGHT ? 'verdict.unsureEight' : 'verdict.unsure', { digit, second });
}

/** What the pen's network says, which always names a digit. */
export function penSentenceOf({ words, penReading }: Pick<Frame, 'words' | 'penReading'>): string {
  const digit = penReading?.digit ?? null;
  if (digit === null) return say(words, 'verdict.penEmpty');
  return say(words, digit === EIGHT ? 'verdict.penEight' : 'verdict.pen', { digit });
}

/** What a drawing is read as, within a sentence; empty for an empty one. */
export function readAs(words: Words, reading: Reading): string {
  const { verdict, digit } = reading;
  if (digit === null) return '';
  if (verdict === 'none') return say(words, 'verdict.readNone');
  if (verdict === 'digit') return say(words, 'verdict.readAs', { digit });
  const second = secondInQuestion(reading);
  return second === null
    ? say(words, 'verdict.readPerhaps', { digit })
    : say(words, 'verdict.readUnsure', { digit, second });
}

/** The share of the answer alone, where there is less room, or of what comes nearest to one. */
export function shareOf({ words, numbers, reading }: Pick<Frame, 'words' | 'numbers' | 'reading'>): string {
  const { verdict, digit, probabilities } = reading;
  if (digit === null || probabilities === null) return '';
  const share = numbers.probability.tenths(probabilities[digit]);
  return verdict === 'none' ? say(words, 'verdict.nearestAlone', { digit, share }) : share;
}

/** The shares behind it. */
export function sharesOf({
  words,
  numbers,
  reading: { verdict, digit, probabilities },
}: Pick<Frame, 'words' | 'numbers' | 'reading'>): string {
  if (digit === null || probabilities === null) return '';
  const second = runnerUp(probabilities, digit);
  const share = numbers.probability.tenths(probabilities[digit]);
  if (verdict === 'none') return say(words, 'verdict.nearest', { digit, share });
  if (probabilities[second] < SMALLEST_SHARE) return share;
  const secondShare = numbers.probability.tenths(probabilities[second]);
  return say(words, 'verdict.share', { share, second, secondShare });
}

/** What tells a visitor why the verdict need not follow the percentages; older weights' files know nothing but these. */
export function ruleKeyOf({ digitEvidenceFrom, unsureEvidenceFrom }: VerdictRule): WordKey {
  return digitEvidenceFrom > 0 || unsureEvidenceFrom > 0 ? 'glossary.verdict' : 'verdict.byShares';
}
