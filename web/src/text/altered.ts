import { switchesAt } from '../explain/ablation.ts';
import type { Reading } from '../explain/reading.ts';
import { isSamePart, type Part } from '../explain/unit.ts';
import type { Numbers } from './numbers.ts';
import { partName } from './parts.ts';
import { say, type Words } from './words.ts';

/** What tells an altered network from the one that was trained. */

/** That the network is altered, and what of it is switched off. */
export function alteredNotice(words: Words, language: string, off: readonly Part[]): string {
  const names = off.map((part) => partName(words, part));
  return say(words, 'altered.notice', { list: new Intl.ListFormat(language, { type: 'conjunction' }).format(names) });
}

/** The untouched network's answer, beside the altered one's. */
export function untouchedText(words: Words, numbers: Numbers, { verdict, digit, probabilities }: Reading): string {
  if (verdict === 'none' || digit === null || probabilities === null) return say(words, 'altered.untouchedNone');
  return say(words, 'altered.untouched', { digit, share: numbers.probability.tenths(probabilities[digit]) });
}

/** Whether all that can be switched off at a part is off: a cell is off with its map, a group with its units. */
export function isWhollyOff(part: Part, off: readonly Part[]): boolean {
  const switches = switchesAt(part);
  return switches.length > 0 && switches.every((one) => off.some((other) => isSamePart(one, other)));
}

/** The part's name, which says so if it is switched off. */
export function nameWithState(words: Words, part: Part, off: readonly Part[]): string {
  const name = partName(words, part);
  return isWhollyOff(part, off) ? say(words, 'altered.off', { name }) : name;
}
