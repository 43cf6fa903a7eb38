import type { Actions } from '../app/actions.ts';
import type { Frame } from '../app/frame.ts';
import { nextLanguage } from '../app/language.ts';
import type { Theme } from '../app/state.ts';
import { say, type WordKey, type Words } from '../app/words.ts';
import { isEmpty } from '../ink/drawing.ts';
import { undoKeys } from './help.ts';
import { need, setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const THEME_WORDS: Readonly<Record<Theme, WordKey>> = {
  system: 'theme.system',
  light: 'theme.light',
  dark: 'theme.dark',
};

/** Clear, undo, redo; language, theme, projector and sides. */
export function mountControls(root: HTMLElement, actions: Actions, languages: Readonly<Record<string, Words>>): View {
  const button = (id: string): HTMLButtonElement => need(root, `#${id}`, HTMLButtonElement);
  const [clear, undo, redo] = [button('clear'), button('undo'), button('redo')];
  const [language, theme, projector, swap] = [button('language'), button('theme'), button('projector'), button('swap')];
  const tags = Object.keys(languages);
  let latest: Frame | null = null;
  const onPress = (pressed: HTMLButtonElement, act: (frame: Frame) => void): void => {
    pressed.addEventListener('click', () => {
      if (latest) act(latest);
    });
  };
  onPress(clear, () => actions.clear());
  onPress(undo, () => actions.undo());
  onPress(redo, () => actions.redo());
  onPress(swap, () => actions.swap());
  onPress(language, ({ state }) => actions.useLanguage(nextLanguage(tags, state.language)));
  onPress(theme, ({ state }) => actions.useTheme(themeAfter(state.theme)));
  onPress(projector, ({ state }) => actions.useProjector(!state.projector));

  function showLanguage({ words, state }: Frame): void {
    const next = nextLanguage(tags, state.language);
    const name = say(languages[next], 'language.name');
    setText(language, name);
    setAttribute(language, 'lang', next);
    setAttribute(language, 'title', say(words, 'language.hint', { language: name }));
    const keys = undoKeys(words);
    setAttribute(undo, 'title', say(words, 'undo.hint', { keys: keys.undo }));
    setAttribute(redo, 'title', say(words, 'redo.hint', { keys: keys.redo }));
    setAttribute(clear, 'title', say(words, 'clear.hint'));
  }

  function showTheme({ words, state }: Frame): void {
    const name = say(words, THEME_WORDS[state.theme]);
    setAttribute(theme, 'aria-label', name);
    setAttribute(theme, 'title', say(words, 'theme.hint', { theme: name }));
    setAttribute(theme, 'data-theme-chosen', state.theme);
  }

  return {
    update(frame) {
      const { history, swapped, projector: large } = frame.state;
      if (latest?.words !== frame.words) showLanguage(frame);
      if (latest?.words !== frame.words || latest.state.theme !== frame.state.theme) showTheme(frame);
      setAttribute(projector, 'aria-pressed', String(large));
      setAttribute(swap, 'aria-pressed', String(swapped));
      // Not `disabled`: that would take the focus from under a keyboard.
      setAttribute(undo, 'aria-disabled', String(history.past.length === 0));
      setAttribute(redo, 'aria-disabled', String(history.future.length === 0));
      setAttribute(clear, 'aria-disabled', String(isEmpty(frame.drawing)));
      latest = frame;
    },
  };
}

function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
}
