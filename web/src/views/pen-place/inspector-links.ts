import { type PenPart, readPenPart, writePenPart } from '../../explain/pen/parts.ts';
import type { Actions } from '../../state/actions.ts';
import type { PenLink } from '../../text/pen-arithmetic.ts';
import { create, setAttribute, setFlag, setText } from '../parts/dom.ts';

/** What has `data-pen-part`, a number as the address writes it, asks about it: a click pins it, hovering or focus points at it. */
export function listenToPenParts(root: HTMLElement, actions: Pick<Actions, 'pinPenPart' | 'pointPenPart'>): void {
  root.addEventListener('click', ({ target }) => {
    const part = penPartAt(target);
    if (part) actions.pinPenPart(part);
  });
  for (const [arrive, leave] of [
    ['pointerover', 'pointerout'],
    ['focusin', 'focusout'],
  ] as const) {
    root.addEventListener(arrive, (event) => {
      // A finger hovers over nothing: it would leave the part pointed at.
      const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
      const part = isTouch ? null : penPartAt(event.target);
      if (part) actions.pointPenPart(part);
    });
    root.addEventListener(leave, ({ target }) => {
      if (penPartAt(target)) actions.pointPenPart(null);
    });
  }
}

/** A line of texts, some of which lead to parts; elements stay where there is the same again. */
export interface LinkLine {
  readonly element: HTMLElement;
  show(links: readonly PenLink[]): void;
}

export function createLinkLine(): LinkLine {
  const element = create('span');
  const pieces: { readonly text: HTMLElement; readonly button: HTMLButtonElement }[] = [];
  return {
    element,
    show(links) {
      while (pieces.length < links.length) {
        const text = element.appendChild(create('span'));
        const button = element.appendChild(create('button', 'quiet pen-link'));
        button.type = 'button';
        pieces.push({ text, button });
      }
      pieces.forEach(({ text, button }, i) => {
        const { part = null, text: written = '' } = links.at(i) ?? {};
        setFlag(button, 'hidden', part === null);
        setAttribute(button, 'data-pen-part', part && writePenPart(part));
        setText(button, part ? written : '');
        setText(text, part ? '' : written);
      });
    },
  };
}

function penPartAt(target: EventTarget | null): PenPart | null {
  const asking = target instanceof Element ? target.closest<HTMLElement>('[data-pen-part]') : null;
  return asking === null ? null : readPenPart(asking.dataset.penPart ?? '');
}
