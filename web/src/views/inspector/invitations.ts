import { writePart } from '../../explain/unit.ts';
import { need, setAttribute, setFlag } from '../parts/dom.ts';
import type { View } from '../view.ts';

/** First clicks that need no explaining, once something is drawn: what speaks for the answer; and where to tap on a phone. */
export function mountInvitations(page: HTMLElement): View {
  const [ask, hint] = ['#ask-trace', '.diagram-hint'].map((selector) => need(page, selector, HTMLElement));
  return {
    update({ reading: { digit } }) {
      setAttribute(ask, 'data-part', digit === null ? null : writePart({ layer: 'logit', digit }));
      setAttribute(ask, 'aria-disabled', digit === null ? 'true' : null);
      setFlag(hint, 'hidden', digit === null);
    },
  };
}
