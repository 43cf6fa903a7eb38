import type { WordKey, Words } from '../../text/words.ts';
import { create } from '../parts/dom.ts';

/** A word with its explanation where the page's glossary has one under this name; else the word alone. */
export function explained(name: string, text: string): HTMLElement {
  const isThere = document.getElementById(`glossary-${name}`) !== null;
  const word = create(isThere ? 'button' : 'span', isThere ? 'term' : '', text);
  if (word instanceof HTMLButtonElement) word.type = 'button';
  if (isThere) word.setAttribute('aria-describedby', `glossary-${name}`);
  return word;
}

/** A text whose placeholders `{temperature}` are such words, named in turn. */
export function withExplained(
  words: Words,
  key: WordKey,
  named: Readonly<Record<string, WordKey>>,
): (string | HTMLElement)[] {
  return words[key]
    .split(/[{}]/)
    .map((part, i) => (i % 2 === 1 && part in named ? explained(part, words[named[part]]) : part));
}
