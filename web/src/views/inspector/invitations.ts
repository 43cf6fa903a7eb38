import { say, type WordKey, type Words } from '../../text/words.ts';
import { need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';

/**
 * First clicks that need no explaining, once something is drawn: what speaks for the answer or,
 * if no digit is seen, which comes closest; and where to tap on a phone.
 */
export function mountInvitations(page: HTMLElement): View {
  const ask = need(page, '#ask-trace', HTMLElement);
  const hint = need(page, '.diagram-hint', HTMLElement);
  let shown: number | null | undefined;
  let said: WordKey | null = null;
  let saidIn: Words | null = null;
  return {
    update({ reading: { verdict, digit }, words }) {
      const key = verdict === 'none' ? 'inspector.tryNearest' : 'inspector.tryTrace';
      if (key !== said || words !== saidIn) {
        [said, saidIn] = [key, words];
        setText(ask, say(words, key));
      }
      if (digit === shown) return;
      shown = digit;
      const isEmpty = digit === null;
      setAttribute(ask, 'data-part', isEmpty ? null : `logit.${digit}`);
      setAttribute(ask, 'aria-disabled', isEmpty ? 'true' : null);
      setFlag(hint, 'hidden', isEmpty);
    },
  };
}
