import type { Region } from '../explain/attribution/regions.ts';
import type { Numbers } from './numbers.ts';
import { say, type Words } from './words.ts';

/** "Upper left speaks for 3: +4.1"; a negative amount speaks for the rival. */
export function regionLine(
  words: Words,
  numbers: Numbers,
  { place, amount }: Region,
  digit: number,
  rival: number,
): string {
  return say(words, 'why.region', {
    place: say(words, `why.place.${place}`),
    digit: amount > 0 ? digit : rival,
    amount: numbers.signed(amount),
  });
}

/** "Strongest at one cell: upper left, −2.3". */
export function strongestLine(words: Words, numbers: Numbers, { place, amount }: Region): string {
  return say(words, 'why.strongest', {
    place: say(words, `why.place.${place}`),
    amount: numbers.signed(amount),
  });
}
