import type { PenPart } from '../../explain/pen/parts.ts';
import type { Actions } from '../../state/actions.ts';
import { headIn, penWay } from '../../text/pen-parts.ts';
import type { Words } from '../../text/words.ts';
import { create } from '../parts/dom.ts';

export interface PenPath {
  readonly element: HTMLElement;
  /** Shows the way to a part of a sequence, or none. */
  show(words: Words, part: PenPart | null, ids: Uint8Array): void;
}

/**
 * "token 17, up and right ▸ layer 2 ▸ head 3 ▸ attention to token 9". The token's step lets the number go and looks at the token; the
 * head's shows where the head looks.
 */
export function createPenPath(actions: Pick<Actions, 'pinPenPart' | 'chooseHeads'>): PenPath {
  const element = create('div', 'pen-path');
  const step = (text: string, press: (() => void) | null): HTMLElement => {
    if (press === null) return create('span', 'selection-step', text);
    const button = create('button', 'quiet selection-step', text);
    button.type = 'button';
    button.addEventListener('click', press);
    return button;
  };
  let written = '';
  return {
    element,
    show(words, part, ids) {
      if (part === null) {
        written = '';
        element.replaceChildren();
        return;
      }
      const { token, layer, head, last } = penWay(words, { part, ids });
      const texts = [token, layer, head, last].join('\n');
      // The focus may be in it.
      if (texts === written) return;
      written = texts;
      const own = headIn(part);
      const steps = [step(token, () => actions.pinPenPart(null))];
      if (layer !== null) steps.push(step(layer, null));
      if (head !== null && own !== null && 'layer' in part)
        steps.push(step(head, () => actions.chooseHeads({ layer: part.layer, head: own, against: null })));
      const here = step(last, null);
      here.setAttribute('aria-current', 'true');
      element.replaceChildren(...[...steps, here].flatMap((one, i) => (i === 0 ? [one] : [stepMark(), one])));
    },
  };
}

function stepMark(): HTMLElement {
  const mark = create('span', 'selection-stepMark', ' ▸ ');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
