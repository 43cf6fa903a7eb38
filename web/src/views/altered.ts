import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { isSameNetwork } from '../state/selection.ts';
import { alteredNotice, untouchedText } from '../text/altered.ts';
import { say } from '../text/words.ts';
import { need, setFlag, setText } from './parts/dom.ts';
import { createPace } from './parts/pace.ts';
import { createRest, type MakeRest } from './parts/rest.ts';
import type { View } from './view.ts';

/**
 * While the network is altered: the notice at the top of the page, with the button that puts everything back, and the
 * untouched network's answer beside the verdict. Both stand in room that is there anyway, so that nothing moves.
 */
export function mountAltered(
  page: HTMLElement,
  actions: Pick<Actions, 'putBack'>,
  makeRest: MakeRest = createRest,
): View {
  const notice = need(page, '#altered', HTMLElement);
  const told = need(notice, 'p', HTMLElement);
  const putBack = need(notice, '#put-back', HTMLButtonElement);
  const untouched = need(page, '.verdict-untouched', HTMLElement);
  let shown: Frame | null = null;
  putBack.addEventListener('click', () => {
    // The button goes away, and would take the focus along.
    need(page, '#ink', HTMLElement).focus({ preventScroll: true });
    actions.putBack();
  });
  const write = (): void => {
    if (shown === null) return;
    const { words, numbers, untouched: reading } = shown;
    setText(untouched, reading ? untouchedText(words, numbers, reading) : '');
  };
  const pace = createPace(write, makeRest);
  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { words, state } = frame;
      if (before?.words !== words || !isSameNetwork(before.state, state)) {
        const said = alteredNotice(words, frame.language, state);
        setFlag(page.ownerDocument.documentElement, 'data-altered', said !== '');
        setFlag(notice, 'hidden', said === '');
        setText(told, said);
        setText(putBack, say(words, 'altered.putBack'));
        write();
        pace.done(time);
      } else if (before.untouched !== frame.untouched) {
        pace.note(time);
      }
    },
  };
}
