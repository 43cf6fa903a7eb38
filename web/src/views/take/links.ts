import type { Actions } from '../../state/actions.ts';
import { isSameFragment } from '../../state/address.ts';
import type { Frame } from '../../state/frame.ts';
import type { State } from '../../state/state.ts';
import { say } from '../../text/words.ts';
import { copyText } from '../parts/clipboard.ts';
import { createRest, TEXT_REST_MS } from '../parts/rest.ts';
import type { Take, Taken } from './rows.ts';

/** The buttons that give the page's link away: to the clipboard and, where the browser has one, to its share sheet. */
export interface Links {
  readonly takes: readonly Take[];
  update(frame: Frame, time: number): void;
}

/** A link takes a moment to make, and some browsers copy or share only at once after a click: one is kept ready while `menu` is open. */
export function createLinks(menu: HTMLDetailsElement, { link }: Pick<Actions, 'link'>): Links {
  let latest: Frame | null = null;
  let ready: { readonly state: State; readonly text: Promise<string> } | null = null;
  const linkOf = ({ state }: Frame): Promise<string> => {
    if (ready === null || !isSameLink(ready.state, state)) ready = { state, text: link() };
    return ready.text;
  };
  const rest = createRest(TEXT_REST_MS, () => {
    if (latest) linkOf(latest);
  });
  menu.addEventListener('toggle', () => {
    if (menu.open) rest.note(performance.now());
  });

  async function copy(frame: Frame): Promise<Taken> {
    const text = await linkOf(frame);
    if (!(await copyText(menu, text))) return 'send.copyFailed';
    return text.startsWith('#') ? 'send.fragmentCopied' : 'send.linkCopied';
  }

  async function share(frame: Frame): Promise<Taken> {
    const text = await linkOf(frame);
    const title = say(frame.words, 'page.title');
    try {
      await navigator.share(text.startsWith('#') ? { title, text } : { title, url: text });
      return 'send.shared';
    } catch (problem) {
      // Whoever closes the sheet knows.
      return problem instanceof DOMException && problem.name === 'AbortError' ? null : 'send.shareFailed';
    }
  }

  const takes: Take[] = [['send.copyLink', null, copy]];
  if (typeof navigator.share === 'function') takes.push(['send.share', null, share]);
  return {
    takes,
    update(frame, time) {
      latest = frame;
      if (menu.open && !(ready && isSameLink(ready.state, frame.state))) rest.note(time);
    },
  };
}

function isSameLink(a: State, b: State): boolean {
  return a.history.present === b.history.present && isSameFragment(a, b);
}
