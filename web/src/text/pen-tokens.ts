/** The names of the pen's tokens. */

import { DROP, END, FIRST_DIGIT, FIRST_PLACE, FIRST_STEP, LIFT, VOCABULARY, WRITE } from '../net/pen/description.ts';
import { isWordKey, say, type Words } from './words.ts';

/** In few words: "right and a little up", "3", "AT 5", "LIFT". */
export function tokenSign(words: Words, id: number): string {
  return id < FIRST_STEP ? VOCABULARY[id] : directionName(words, id - FIRST_STEP);
}

/** "9, right and a little up": a token of a sequence by its position. */
export function placedSign(words: Words, token: number, ids: Uint8Array): string {
  return say(words, 'penPart.tokenShort', { token, sign: tokenSign(words, ids[token]) });
}

/** As part of a sentence: "lifting the pen", else as `tokenSign`. */
export function tokenInWords(words: Words, id: number): string {
  return id === LIFT || id === DROP || id === END ? movementName(words, id) : tokenSign(words, id);
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

/** "down and a little left", clockwise from the right. */
export function directionName(words: Words, direction: number): string {
  return say(words, 'penPart.directions').split('|')[direction];
}

/** A token as what the network does. */
export function movementName(words: Words, token: number): string {
  if (token >= FIRST_STEP)
    return say(words, 'penWriting.step', { direction: directionName(words, token - FIRST_STEP) });
  if (token >= FIRST_PLACE) return say(words, 'penWriting.place', { place: token - FIRST_PLACE });
  if (token >= FIRST_DIGIT) return String(token - FIRST_DIGIT);
  if (token === END) return say(words, 'penWriting.end');
  if (token === LIFT) return say(words, 'penWriting.lift');
  if (token === DROP) return say(words, 'penWriting.drop');
  return say(words, token === WRITE ? 'penWriting.write' : 'penWriting.read');
}
