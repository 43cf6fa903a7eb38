import { type Switchable, switchesAt } from '../../explain/ablation.ts';
import { GROUP_UNITS } from '../../explain/topology.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { inspectedPart, isOff } from '../../state/selection.ts';
import { partName } from '../../text/parts.ts';
import { say } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { termElement } from '../parts/term.ts';
import type { View } from '../view.ts';

/** Below the line that says what is selected: a switch for its map or its unit, or for each unit of a group. */
export function mountSwitches(page: HTMLElement, actions: Pick<Actions, 'switchOff'>): View {
  const root = create('div', 'switches-off');
  need(page, '#selection', HTMLElement).after(root);
  root.hidden = true;
  const label = root.appendChild(create('span'));
  const buttons = Array.from({ length: GROUP_UNITS }, (_, place) => {
    const button = root.appendChild(create('button', 'quiet switch'));
    button.type = 'button';
    button.setAttribute('role', 'switch');
    button.addEventListener('click', () => {
      const part = offered[place];
      if (shown && part) actions.switchOff(part, !isOff(shown.state, part));
    });
    return button;
  });
  let shown: Frame | null = null;
  let offered: readonly Switchable[] = [];
  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words } = frame;
      const renamed = before?.words !== words;
      if (!renamed && before.state.selection === state.selection && before.state.off === state.off) return;
      const part = inspectedPart(state.selection);
      offered = part ? switchesAt(part) : [];
      setFlag(root, 'hidden', offered.length === 0);
      if (renamed) label.replaceChildren(termElement(words, 'ablation', say(words, 'altered.ablation')));
      buttons.forEach((button, place) => {
        const one = offered[place];
        setFlag(button, 'hidden', one === undefined);
        if (one === undefined) return;
        // On or off, it says what the switch's being on means: the part's name alone reads as if the part were on.
        setText(button, say(words, 'altered.switchOff', { name: partName(words, one) }));
        setAttribute(button, 'aria-checked', String(isOff(state, one)));
      });
    },
  };
}
