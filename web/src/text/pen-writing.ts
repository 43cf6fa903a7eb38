/** What is said of the tokens that the pen's network writes, and of their choice. */

import { DROP, END, FIRST_DIGIT, FIRST_PLACE, FIRST_STEP, LIFT, WRITE } from '../net/pen/description.ts';
import { say, type Words } from './words.ts';

/** A token in words. */
export function movementName(words: Words, token: number): string {
  if (token >= FIRST_STEP)
    return say(words, 'penWriting.step', {
      direction: say(words, 'penWriting.directions').split('|')[token - FIRST_STEP],
    });
  if (token >= FIRST_PLACE) return say(words, 'penWriting.place', { place: token - FIRST_PLACE });
  if (token >= FIRST_DIGIT) return String(token - FIRST_DIGIT);
  if (token === END) return say(words, 'penWriting.end');
  if (token === LIFT) return say(words, 'penWriting.lift');
  if (token === DROP) return say(words, 'penWriting.drop');
  return say(words, token === WRITE ? 'penWriting.write' : 'penWriting.read');
}
