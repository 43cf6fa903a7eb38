import { isWordKey, say, type WordKey, type Words } from '../text/words.ts';
import { setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** The texts that shell.html names by key: `data-words` as text, `data-words-label` as name, `data-words-title` as tooltip. */
export function mountLabels(root: ParentNode): View {
  const marked = (attribute: string): readonly Element[] => [...root.querySelectorAll(`[${attribute}]`)];
  const texts = marked('data-words');
  const names = marked('data-words-label');
  const tooltips = marked('data-words-title');
  let shown: Words | null = null;
  return {
    update({ words }) {
      if (words === shown) return;
      shown = words;
      for (const element of texts) setText(element, say(words, keyOf(words, element, 'data-words')));
      for (const element of names)
        setAttribute(element, 'aria-label', say(words, keyOf(words, element, 'data-words-label')));
      for (const element of tooltips)
        setAttribute(element, 'title', say(words, keyOf(words, element, 'data-words-title')));
    },
  };
}

function keyOf(words: Words, element: Element, attribute: string): WordKey {
  const key = element.getAttribute(attribute) ?? '';
  if (isWordKey(words, key)) return key;
  throw new Error(`words/en.json has no "${key}", which shell.html asks for.`);
}
