import type { Actions } from '../../state/actions.ts';
import { say, type WordKey, type Words } from '../../text/words.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';

/**
 * The row that opens what one was given: a field for a link, or for a fragment alone, and a button for a file, which can also be
 * dropped anywhere on the page. `tell` says in the menu what is refused, or null to say nothing any more. Returns what writes its words.
 */
export function mountGiven(
  page: HTMLElement,
  menu: HTMLElement,
  actions: Pick<Actions, 'openPasted' | 'openFile' | 'notify'>,
  tell: (said: WordKey | null) => void,
): (words: Words) => void {
  const row = menu.appendChild(create('div', 'take-row'));
  row.setAttribute('role', 'group');
  const name = row.appendChild(create('span'));
  name.id = 'send.given';
  row.setAttribute('aria-labelledby', name.id);
  const field = row.appendChild(create('input'));
  field.type = 'text';
  field.id = 'paste';
  field.autocomplete = 'off';
  field.spellcheck = false;
  const button = row.appendChild(create('button', 'quiet'));
  button.type = 'button';
  const chooser = row.appendChild(create('input'));
  chooser.type = 'file';
  chooser.id = 'open-file';
  chooser.hidden = true;

  /** What is opened is seen on the pad, which may be far above the menu; what is refused is told in its place. */
  const open = async (opening: Promise<WordKey | null>, refuse = tell): Promise<void> => {
    tell(null);
    const refused = await opening;
    if (refused) refuse(refused);
    if (refused === null || refuse !== tell) need(page, '.pad', HTMLElement).scrollIntoView({ block: 'nearest' });
  };
  const openTyped = (): void => {
    const text = field.value;
    field.value = '';
    if (text.trim() !== '') open(actions.openPasted(text));
  };
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) openTyped();
  });
  field.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.inputType === 'insertFromPaste') openTyped();
  });
  button.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? [];
    if (file) open(actions.openFile(file));
    chooser.value = '';
  });
  const tellOnPad = (said: WordKey | null): void => {
    if (said) actions.notify(said);
  };
  listenToDrops(page.ownerDocument, (file) => open(actions.openFile(file), tellOnPad));
  return (words) => {
    setText(name, say(words, 'send.given'));
    setText(button, say(words, 'send.openFile'));
    setAttribute(field, 'aria-label', say(words, 'send.paste'));
    setAttribute(field, 'placeholder', say(words, 'send.paste'));
  };
}

/** Files dropped anywhere: the browser itself would leave the page for them. While one is dragged over the page, the pad says so by its looks. */
function listenToDrops(document: Document, dropped: (file: File) => void): void {
  const show = (dragging: boolean): void => {
    document.documentElement.toggleAttribute('data-dropping', dragging);
  };
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    show(true);
  });
  document.addEventListener('dragleave', (event) => {
    // Only where the pointer leaves the page there is nothing that it comes to.
    if (event.relatedTarget === null) show(false);
  });
  document.addEventListener('drop', (event) => {
    show(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    dropped(file);
  });
}
