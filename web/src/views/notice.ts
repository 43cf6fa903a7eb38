import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { noticeAbout } from '../state/state.ts';
import { say } from '../text/words.ts';
import { need, setAttribute, setFlag, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** Over the pad's upper edge, what there is to say of a link or a file: until the drawing changes, or somebody has read it. */
export function mountNotice(page: HTMLElement, actions: Pick<Actions, 'dismiss'>): View {
  const notice = need(page, '#notice', HTMLElement);
  const told = need(notice, 'p', HTMLElement);
  const dismiss = need(notice, 'button', HTMLButtonElement);
  let shown: Frame | null = null;
  dismiss.addEventListener('click', () => {
    // The button goes away, and would take the focus along.
    need(page, '#ink', HTMLElement).focus({ preventScroll: true });
    actions.dismiss();
  });
  return {
    update(frame) {
      const said = noticeAbout(frame.state);
      const same = shown?.words === frame.words && noticeAbout(shown.state) === said;
      shown = frame;
      if (same) return;
      setFlag(notice, 'hidden', said === null);
      setText(told, said === null ? '' : say(frame.words, said));
      setAttribute(dismiss, 'aria-label', say(frame.words, 'send.dismiss'));
    },
  };
}
