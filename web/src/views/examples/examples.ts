import { isEmpty } from '../../ink/drawing.ts';
import type { Actions } from '../../state/actions.ts';
import { EXAMPLE_NAMES, type ExampleName, type Examples } from '../../state/examples.ts';
import type { Frame } from '../../state/frame.ts';
import { isLooking } from '../../state/placing.ts';
import { say, type Words } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { thumbnail } from './thumbnail.ts';

/**
 * A quiet button in the empty pad unfolds a sheet of small drawings; the one that is chosen draws itself, with a sentence below it on
 * what to watch, for as long as it stays as it is. The sheet is made when it is first unfolded.
 */
export function mountExamples(page: HTMLElement, actions: Pick<Actions, 'showExample'>, examples: Examples): View {
  const pad = need(page, '.pad', HTMLElement);
  const root = need(pad, '#examples', HTMLElement);
  const note = need(page, '.example-note', HTMLElement);
  const ink = need(page, '#ink', HTMLElement);
  const opener = root.appendChild(create('button', 'quiet examples-open'));
  opener.type = 'button';
  opener.id = 'examples-open';
  let sheet: HTMLElement | null = null;
  let buttons: readonly HTMLButtonElement[] = [];
  let shown: Frame | null = null;

  const name = (words: Words): void => {
    buttons.forEach((button, i) => {
      const named = say(words, `example.${EXAMPLE_NAMES[i]}`);
      setAttribute(button, 'aria-label', named);
      setAttribute(button, 'title', named);
    });
  };
  const makeSheet = (): HTMLElement => {
    const made = create('div', 'examples-sheet');
    made.setAttribute('role', 'group');
    made.setAttribute('aria-labelledby', opener.id);
    buttons = EXAMPLE_NAMES.map((example) => {
      const button = made.appendChild(create('button', 'quiet'));
      button.type = 'button';
      button.append(thumbnail(examples.drawingOf(example)));
      button.addEventListener('click', () => {
        unfold(false);
        // The button is gone: whoever came by keyboard goes on at the pad.
        ink.focus({ preventScroll: true });
        actions.showExample(example);
      });
      return button;
    });
    root.prepend(made);
    if (shown) name(shown.words);
    return made;
  };
  const isOpen = (): boolean => sheet !== null && !sheet.hidden;
  const unfold = (open: boolean): void => {
    if (open) sheet ??= makeSheet();
    if (sheet) setFlag(sheet, 'hidden', !open);
    pad.classList.toggle('unfolded', open);
    setAttribute(opener, 'aria-expanded', String(open));
    if (shown) setText(opener, say(shown.words, open ? 'examples.close' : 'examples.open'));
  };
  let noted: ExampleName | null = null;
  opener.addEventListener('click', () => unfold(!isOpen()));
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !isOpen()) return;
    unfold(false);
    opener.focus();
    event.preventDefault();
  });

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { words, state } = frame;
      const renamed = before?.words !== words;
      if (renamed) {
        unfold(isOpen());
        name(words);
      }
      const empty = isEmpty(state.history.present);
      if (before === null || empty !== isEmpty(before.state.history.present)) {
        if (!empty) unfold(false);
        setFlag(root, 'hidden', !empty);
      }
      // A step of Learn has words of its own for what it draws, also while one looks at that in the network.
      const isOfStep = state.place === 'learn' || isLooking(state);
      const example = empty || isOfStep ? null : examples.nameOf(state.history.present);
      if (renamed || example !== noted) setText(note, example ? say(words, `exampleNote.${example}`) : '');
      noted = example;
    },
  };
}
