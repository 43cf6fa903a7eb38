/** The names of the pen's tokens. */

import { FIRST_DIGIT, FIRST_PLACE, FIRST_STEP, VOCABULARY } from '../net/pen/description.ts';
import { isWordKey, say, type Words } from './words.ts';

/** Arrows by every second direction, clockwise from the right. */
const ARROWS = '→↘↓↙←↖↑↗';

/** As short as can be: "↗", for a direction between two arrows both of them, "3", "AT 5", "LIFT". */
export function tokenSign(id: number): string {
  if (id < FIRST_STEP) return VOCABULARY[id];
  const direction = id - FIRST_STEP;
  const first = Math.trunc(direction / 2);
  return direction % 2 === 0 ? ARROWS[first] : ARROWS[first] + ARROWS[(first + 1) % ARROWS.length];
}

/** What the token means, in words: "STEP 4: the pen goes down". */
export function tokenMeaning(words: Words, id: number): string {
  if (id >= FIRST_STEP) {
    const direction = id - FIRST_STEP;
    return say(words, 'penPart.sign.step', { direction, name: directionName(words, direction) });
  }
  if (id >= FIRST_PLACE) return say(words, 'penPart.sign.place', { place: id - FIRST_PLACE });
  if (id >= FIRST_DIGIT) return say(words, 'penPart.sign.digit', { digit: id - FIRST_DIGIT });
  const key = `penPart.sign.${VOCABULARY[id]}`;
  return isWordKey(words, key) ? say(words, key) : VOCABULARY[id];
}

/** "down and slightly left". */
export function directionName(words: Words, direction: number): string {
  const key = `penPart.direction${direction}`;
  return isWordKey(words, key) ? say(words, key) : String(direction);
}
