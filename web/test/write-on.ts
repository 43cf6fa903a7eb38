import {
  beginWriting,
  type Expect,
  isOver,
  taken,
  type WritingOptions,
  type Written,
  weighNext,
} from '../src/net/pen/writing.ts';

/** Lets a network go on from a sequence, to the end at once. */
export function writeOn(expect: Expect, start: Uint8Array, options: WritingOptions): Written {
  let progress = beginWriting(start, options);
  while (!isOver(progress)) progress = taken(progress, weighNext(expect, progress));
  const { ids, given, ended, choices } = progress;
  return { ids, given, ended, choices };
}
