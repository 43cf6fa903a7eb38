import { say, type WordKey, type Words } from './words.ts';

/** The page's shortcuts, with the names of the keys on this system's keyboards. */

/** Whether shortcuts on this platform use Cmd. */
export function isApple(platform: string): boolean {
  return /mac|iphone|ipad|ipod/i.test(platform);
}

export function undoKeys(
  words: Words,
  apple = isApple(navigator.platform),
): { readonly undo: string; readonly redo: string } {
  const command = say(words, apple ? 'key.command' : 'key.control');
  return { undo: `${command}+Z`, redo: `${say(words, 'key.shift')}+${command}+Z` };
}

/** Every shortcut of the page and what it does. */
export function shortcuts(words: Words, apple?: boolean): readonly (readonly [keys: string, what: WordKey])[] {
  const keys = undoKeys(words, apple);
  const arrows = say(words, 'key.arrows');
  return [
    [arrows, 'help.arrows'],
    [`${say(words, 'key.shift')}+${arrows}`, 'help.shiftArrows'],
    [say(words, 'key.space'), 'help.space'],
    [arrows, 'help.moment'],
    [say(words, 'key.pages'), 'help.change'],
    [say(words, 'key.space'), 'help.playing'],
    [keys.undo, 'help.undo'],
    [keys.redo, 'help.redo'],
    [say(words, 'key.tab'), 'help.tab'],
    [say(words, 'key.leftRight'), 'help.steps'],
    [say(words, 'key.pages'), 'help.pages'],
    [arrows, 'help.penDiagram'],
    [say(words, 'key.ways'), 'help.penNumbers'],
  ];
}
