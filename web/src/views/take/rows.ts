import type { Frame } from '../../state/frame.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';

/** A button: its words, with the kind of file or text, null for plain text; what it does, and what is to be said then, if anything. */
export type Take = readonly [verb: WordKey, kind: string | null, take: (frame: Frame) => Taken | Promise<Taken>];
export type Taken = WordKey | null;

/** What can be taken of one thing. */
export interface Row {
  readonly label: WordKey;
  /** When there is no such thing, and what its label is then. */
  readonly missing?: { readonly label: WordKey; when(frame: Frame): boolean };
  readonly takes: readonly Take[];
}

/** Returns what shows the row. */
export function mountRow(
  menu: HTMLElement,
  { label, missing, takes }: Row,
  shown: () => Frame | null,
  tell: (said: Taken) => void,
): (frame: Frame) => void {
  const row = menu.appendChild(create('div', 'take-row'));
  row.setAttribute('role', 'group');
  const name = row.appendChild(create('span'));
  name.id = label;
  row.setAttribute('aria-labelledby', label);
  const buttons = takes.map(([, , take]) => {
    const button = row.appendChild(create('button', 'quiet'));
    button.type = 'button';
    // What takes long, such as a moving picture, is not begun once more meanwhile.
    let busy = false;
    button.addEventListener('click', async () => {
      const frame = shown();
      if (busy || !frame || missing?.when(frame)) return;
      busy = true;
      setAttribute(button, 'aria-busy', 'true');
      try {
        tell(await take(frame));
      } finally {
        busy = false;
        setAttribute(button, 'aria-busy', null);
      }
    });
    return button;
  });
  return (frame) => {
    const { words } = frame;
    const isMissing = missing?.when(frame) ?? false;
    setText(name, say(words, missing && isMissing ? missing.label : label));
    takes.forEach(([verb, kind], i) => {
      setAttribute(buttons[i], 'aria-disabled', isMissing ? 'true' : null);
      setText(buttons[i], say(words, verb, { kind: kind ?? say(words, 'take.text') }));
    });
  };
}
