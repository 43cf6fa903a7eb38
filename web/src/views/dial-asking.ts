import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { say } from '../text/words.ts';
import { create, setAttribute } from './parts/dom.ts';
import type { View } from './view.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** A button over each cell of the dial, which chooses its digit; one tab stop, between which arrow keys walk. */
export function mountDialAsking(root: HTMLElement, actions: Pick<Actions, 'chooseDigit'>): View {
  const cells = [...root.querySelectorAll<HTMLElement>('[data-digit]')];
  const buttons = cells.map((cell, place) => {
    const button = cell.appendChild(create('button', 'cell-ask'));
    button.type = 'button';
    button.tabIndex = place === 0 ? 0 : -1;
    setAttribute(button, 'aria-pressed', 'false');
    return button;
  });
  cells.forEach((cell, place) => {
    cell.addEventListener('click', () => actions.chooseDigit(Number(cell.dataset.digit)));
    cell.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      buttons[(place + step + buttons.length) % buttons.length].focus();
    });
    cell.addEventListener('focusin', () => {
      buttons.forEach((button, other) => {
        button.tabIndex = other === place ? 0 : -1;
      });
    });
  });
  let shown: Frame | null = null;
  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { selection } = frame.state;
      if (before?.words === frame.words && before.state.selection === selection) return;
      cells.forEach((cell, place) => {
        const digit = Number(cell.dataset.digit);
        setAttribute(buttons[place], 'aria-label', say(frame.words, 'dial.ask', { digit }));
        setAttribute(buttons[place], 'aria-pressed', String(digit === selection.digit || digit === selection.rival));
        buttons[place].classList.toggle('rival', digit === selection.rival);
      });
    },
  };
}
