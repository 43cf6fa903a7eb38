import { shortcuts } from '../text/keys.ts';
import { say, type Words } from '../text/words.ts';
import { create, need } from './parts/dom.ts';
import type { View } from './view.ts';

/** The list of shortcuts in the panel. */
export function mountHelp(root: HTMLElement): View {
  const list = need(root, '.shortcuts', HTMLElement);
  let shown: Words | null = null;
  return {
    update({ words }) {
      if (words === shown) return;
      shown = words;
      list.replaceChildren(
        ...shortcuts(words).flatMap(([keys, what]) => {
          const term = create('dt');
          term.append(create('kbd', '', keys));
          return [term, create('dd', '', say(words, what))];
        }),
      );
    },
  };
}
