import { runnerUp } from '../explain/reading.ts';
import type { Frame } from '../state/frame.ts';
import { say } from '../text/words.ts';
import { need, setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** A second digit with a smaller share is not worth mentioning: it would read "<0.1%". */
const SMALLEST_SHARE = 0.001;
/** The one digit that takes another article in some languages: “or an 8”. */
const EIGHT = 8;

/** The verdict on the drawing, in words, with the two most probable digits. */
export function mountVerdict(root: HTMLElement): View {
  const verdict = need(root, '#verdict', HTMLElement);
  const sentence = need(verdict, '.verdict-words', HTMLElement);
  const shares = need(verdict, '.verdict-share', HTMLElement);
  return {
    update(frame) {
      setAttribute(verdict, 'data-verdict', frame.reading.verdict);
      setText(sentence, sentenceOf(frame));
      setText(shares, sharesOf(frame));
    },
  };
}

/** The verdict as a sentence, with the second digit if it is unsure. */
export function sentenceOf({
  words,
  reading: { verdict, digit, probabilities },
}: Pick<Frame, 'words' | 'reading'>): string {
  if (digit === null || probabilities === null) return say(words, 'verdict.empty');
  if (verdict === 'none') return say(words, 'verdict.none');
  if (verdict === 'digit') return say(words, 'verdict.digit', { digit });
  const second = runnerUp(probabilities, digit);
  return say(words, second === EIGHT ? 'verdict.unsureEight' : 'verdict.unsure', { digit, second });
}

/** The probabilities behind the verdict. */
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
