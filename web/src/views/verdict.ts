import type { Frame } from '../app/frame.ts';
import { say } from '../app/words.ts';
import { need, setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** A second digit with less is not worth a word: with one decimal its share would read 0.0%. */
const SMALLEST_SHARE = 0.0005;

/** What the page says about the drawing, in words, with the two most probable digits. */
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

function sentenceOf({ words, reading: { digit } }: Frame): string {
  return digit === null ? say(words, 'verdict.empty') : say(words, 'verdict.digit', { digit });
}

function sharesOf({ words, numbers, reading: { digit, probabilities } }: Frame): string {
  if (digit === null || probabilities === null) return '';
  const second = runnerUp(probabilities, digit);
  const share = numbers.tenthPercent(probabilities[digit]);
  if (probabilities[second] < SMALLEST_SHARE) return share;
  const secondShare = numbers.tenthPercent(probabilities[second]);
  return say(words, 'verdict.share', { share, second, secondShare });
}

/** The most probable digit but `first`; of equals, the smaller. */
export function runnerUp(probabilities: ArrayLike<number>, first: number): number {
  let second = first === 0 ? 1 : 0;
  for (let digit = 0; digit < probabilities.length; digit++) {
    if (digit !== first && probabilities[digit] > probabilities[second]) second = digit;
  }
  return second;
}
