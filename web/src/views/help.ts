import { say, type WordKey, type Words } from '../app/words.ts';
import { create, need } from './parts/dom.ts';
import type { View } from './view.ts';

/** The keys' names as they stand on this system's keyboards. */
export function undoKeys(
  words: Words,
  apple = isApple(navigator.platform),
): { readonly undo: string; readonly redo: string } {
  const command = say(words, apple ? 'key.command' : 'key.control');
  return { undo: `${command}+Z`, redo: `${say(words, 'key.shift')}+${command}+Z` };
}

/** Whether shortcuts are made with Cmd there. */
export function isApple(platform: string): boolean {
  return /mac|iphone|ipad|ipod/i.test(platform);
}

/** Every shortcut of the page and what it does. */
export function shortcuts(words: Words, apple?: boolean): readonly (readonly [keys: string, what: WordKey])[] {
  const keys = undoKeys(words, apple);
  const arrows = say(words, 'key.arrows');
  return [
    [arrows, 'help.arrows'],
    [`${say(words, 'key.shift')}+${arrows}`, 'help.shiftArrows'],
    [say(words, 'key.space'), 'help.space'],
    [keys.undo, 'help.undo'],
    [keys.redo, 'help.redo'],
    [say(words, 'key.tab'), 'help.tab'],
  ];
}

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
