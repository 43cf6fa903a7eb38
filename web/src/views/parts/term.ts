import { say, type WordKey, type Words } from '../../text/words.ts';
import { create, need, setFlag, setText } from './dom.ts';

/** A word of the field that the glossary explains. */
export type Term = TermIn<WordKey>;
type TermIn<Key> = Key extends `glossary.${infer Name}` ? Name : never;

/** Between a note and the window's edge, in px. */
const EDGE = 8;

/**
 * A word with its explanation: hover, focus or tap shows it in a note beside the word. `text` is the word as it stands here; by
 * default the glossary's own.
 */
export function termElement(words: Words, term: Term, text = say(words, `term.${term}`)): HTMLButtonElement {
  const word = create('button', 'term', text);
  word.type = 'button';
  word.setAttribute('aria-describedby', `glossary-${term}`);
  return word;
}

/** A text whose placeholders `{relu}` are terms, as nodes. */
export function withTerms(words: Words, key: WordKey, terms: readonly Term[]): (string | HTMLElement)[] {
  return say(words, key)
    .split(/[{}]/)
    .map((part) => {
      const term = terms.find((one) => one === part);
      return term === undefined ? part : termElement(words, term);
    });
}

/**
 * Shows the notes of all terms in `root`, one at a time: Escape, leaving the word, scrolling, a second click on it or a press
 * elsewhere puts it away.
 */
export function listenToTerms(root: HTMLElement): void {
  const page = root.ownerDocument;
  const note = need(root, '#note', HTMLElement);
  let open: HTMLElement | null = null;
  /** Whether the open word has been clicked: the first click comes after hover or focus, which have shown the note. */
  let clicked = false;
  const show = (word: HTMLElement): void => {
    if (word !== open) clicked = false;
    open = word;
    const explained = page.getElementById(word.getAttribute('aria-describedby') ?? '');
    setText(note, explained?.textContent ?? '');
    setFlag(note, 'hidden', false);
    placeNote(note, word);
  };
  const hide = (): void => {
    open = null;
    clicked = false;
    setFlag(note, 'hidden', true);
  };
  const showTermOf = (event: Event): void => {
    const word = termAt(event.target);
    if (word) show(word);
  };
  root.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') showTermOf(event);
  });
  root.addEventListener('pointerout', (event) => {
    const stays =
      event.relatedTarget instanceof Node &&
      (note.contains(event.relatedTarget) || open?.contains(event.relatedTarget));
    if (open && event.pointerType === 'mouse' && !stays) hide();
  });
  root.addEventListener('focusin', showTermOf);
  root.addEventListener('focusout', hide);
  root.addEventListener('click', ({ target }) => {
    const word = termAt(target);
    if (word === null) return;
    if (word === open && clicked) return hide();
    show(word);
    clicked = true;
  });
  page.addEventListener('pointerdown', ({ target }) => {
    if (open && termAt(target) !== open && target !== note) hide();
  });
  // Before others that Escape tells something: one press puts one thing away.
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !open) return;
      hide();
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );
  page.addEventListener('scroll', () => open && hide(), { capture: true, passive: true });
}

function termAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.term') : null;
}

/** Under the word, or above it where there is no room, and within the window. */
function placeNote(note: HTMLElement, word: HTMLElement): void {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const { clientWidth, clientHeight } = note.ownerDocument.documentElement;
  const below = bottom + height + EDGE <= clientHeight;
  note.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - width - EDGE))}px`;
  note.style.top = `${Math.max(EDGE, below ? bottom : top - height)}px`;
}
