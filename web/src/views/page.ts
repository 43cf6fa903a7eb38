import { type Palette, readPalette } from '../look/color.ts';
import type { Theme } from '../state/options.ts';
import type { Surroundings } from '../state/state.ts';
import { say } from '../text/words.ts';
import { setAttribute, setFlag } from './parts/dom.ts';
import type { View } from './view.ts';

/** The document as a whole: its language, its title, the side the pad is on, the type size. */
export function mountPage(root: HTMLElement): View {
  return {
    update({ language, words, state }) {
      setAttribute(root, 'lang', language);
      setFlag(root, 'data-swapped', state.swapped);
      setFlag(root, 'data-projector', state.projector);
      const title = say(words, 'page.title');
      if (document.title !== title) document.title = title;
    },
  };
}

/** Applies a theme to the document (`system` leaves it to the style sheet) and returns the resulting colours. */
export function applyTheme(root: HTMLElement, theme: Theme, { printing }: Surroundings): Palette {
  const worn = printing ? 'light' : theme;
  setAttribute(root, 'data-theme', worn === 'system' ? null : worn);
  return readPalette(root);
}
