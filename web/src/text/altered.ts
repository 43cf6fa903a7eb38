import { switchesAt } from '../explain/ablation.ts';
import type { Alterations } from '../explain/alterations.ts';
import { isEdited } from '../explain/kernels.ts';
import type { Reading } from '../explain/reading.ts';
import { isSamePart, type Part } from '../explain/unit.ts';
import type { Numbers } from './numbers.ts';
import { partName } from './parts.ts';
import { say, type WordKey, type Words } from './words.ts';

/** What tells an altered network from the one that was trained. */

/** That the network is altered, what of it is switched off, and which kernels are edited; empty if it is as trained. */
export function alteredNotice(words: Words, language: string, { off, edited }: Alterations): string {
  const named = (parts: readonly Part[]): string =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(parts.map((part) => partName(words, part)));
  return noticeOf(words, 'altered.notice', [
    off.length > 0 && say(words, 'altered.listOff', { list: named(off) }),
    edited.length > 0 && say(words, 'altered.listEdited', { list: named(edited.map(({ link }) => link)) }),
  ]);
}

/** The notice, and what says less in less room: how many parts and kernels, then only that it is altered. */
export function alteredNotices(words: Words, language: string, alterations: Alterations): readonly string[] {
  const whole = alteredNotice(words, language, alterations);
  if (whole === '') return [''];
  const [off, edited] = [alterations.off.length, alterations.edited.length];
  const counted = noticeOf(words, 'altered.counted', [
    off > 0 && say(words, 'altered.countOff', { count: off }),
    edited > 0 && say(words, 'altered.countEdited', { count: edited }),
  ]);
  return [whole, counted, say(words, 'altered.brief')];
}

function noticeOf(words: Words, key: WordKey, changes: readonly (string | false)[]): string {
  const list = changes.filter((change) => change !== false).join(' · ');
  return list && say(words, key, { list });
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

/** The part's name, which says so if it is switched off, or else if a kernel of it is edited. */
export function nameWithState(words: Words, part: Part, { off, edited }: Alterations): string {
  const name = partName(words, part);
  if (isWhollyOff(part, off)) return say(words, 'altered.off', { name });
  return isEdited(part, edited) ? say(words, 'altered.edited', { name }) : name;
}
