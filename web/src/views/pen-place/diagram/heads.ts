import { SIZES } from '../../../net/pen/description.ts';
import type { Actions } from '../../../state/actions.ts';
import type { PenAsking } from '../../../state/pen-asking.ts';
import { say, type Words } from '../../../text/words.ts';
import type { Box } from '../../diagram/layout.ts';
import { create, setAttribute, setFlag, setText } from '../../parts/dom.ts';

/**
 * Which head's attention is shown, and a choice of another of its layer, from which the difference is shown; and a button that unfolds
 * the steps inside the layers.
 */
export function makeHeadChoice(
  area: HTMLElement,
  actions: Pick<Actions, 'chooseHeads' | 'showInside'>,
): { place(box: Box): void; update(words: Words, asking: Pick<PenAsking, 'heads' | 'inside'>): void } {
  const root = area.appendChild(create('div', 'pen-heads'));
  const chosen = root.appendChild(create('span', 'pen-head'));
  const label = root.appendChild(create('label', 'pen-against'));
  const name = label.appendChild(create('span'));
  const select = label.appendChild(create('select'));
  const options = [null, ...Array(SIZES.heads).keys()].map((head) => {
    const option = select.appendChild(create('option'));
    option.value = String(head ?? '');
    return { head, option };
  });
  const fold = root.appendChild(create('button', 'pen-fold quiet'));
  fold.type = 'button';
  let shown: Pick<PenAsking, 'heads' | 'inside'> | null = null;
  fold.addEventListener('click', () => {
    if (shown) actions.showInside(!shown.inside);
  });
  select.addEventListener('change', () => {
    if (shown) actions.chooseHeads({ ...shown.heads, against: select.value === '' ? null : Number(select.value) });
  });
  return {
    place({ x, y, width, height }) {
      Object.assign(root.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    },
    update(words, asking) {
      const { heads, inside } = asking;
      shown = asking;
      setText(fold, say(words, 'penDiagram.inside'));
      setAttribute(fold, 'aria-expanded', String(inside));
      setText(chosen, say(words, 'penDiagram.chosen', { layer: heads.layer + 1, head: heads.head + 1 }));
      setText(name, say(words, 'penDiagram.against'));
      setAttribute(select, 'aria-label', say(words, 'penDiagram.againstLabel'));
      for (const { head, option } of options) {
        setText(
          option,
          head === null ? say(words, 'penDiagram.none') : say(words, 'penDiagram.head', { head: head + 1 }),
        );
        setFlag(option, 'disabled', head === heads.head);
      }
      select.value = String(heads.against ?? '');
    },
  };
}
