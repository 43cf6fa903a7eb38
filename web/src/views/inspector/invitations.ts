import { need, setAttribute, setFlag } from '../parts/dom.ts';
import type { View } from '../view.ts';

/** First clicks that need no explaining, once something is drawn: what speaks for the answer; and where to tap on a phone. */
export function mountInvitations(page: HTMLElement): View {
  const ask = need(page, '#ask-trace', HTMLElement);
  const hint = need(page, '.diagram-hint', HTMLElement);
  let shown: number | null | undefined;
  return {
    update({ reading: { digit } }) {
      if (digit === shown) return;
      shown = digit;
      const isEmpty = digit === null;
      setAttribute(ask, 'data-part', isEmpty ? null : `logit.${digit}`);
      setAttribute(ask, 'aria-disabled', isEmpty ? 'true' : null);
      setFlag(hint, 'hidden', isEmpty);
    },
  };
}
