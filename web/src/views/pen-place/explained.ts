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

/** A text whose placeholders `{temperature}` are such words, named in turn. No line ends between a word and its brackets. */
export function withExplained(
  words: Words,
  key: WordKey,
  named: Readonly<Record<string, WordKey>>,
): (string | HTMLElement)[] {
  return words[key].split(/([(（]?\{\w+\}[)）]?)/).map((part) => {
    const [, opening, name, closing] = /^(.?)\{(\w+)\}(.?)$/.exec(part) ?? [];
    if (name === undefined || !(name in named)) return part;
    const bound = create('span', 'unbroken');
    bound.append(opening, explained(name, words[named[name]]), closing);
    return bound;
  });
}
