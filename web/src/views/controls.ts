import { isEmpty } from '../ink/drawing.ts';
import type { Actions } from '../state/actions.ts';
import type { Frame } from '../state/frame.ts';
import { THEMES, type Theme } from '../state/options.ts';
import { undoKeys } from '../text/keys.ts';
import { nextLanguage } from '../text/language.ts';
import { type Languages, say } from '../text/words.ts';
import { need, setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** The buttons: clear, undo, redo; language, theme, projector mode and sides. */
export function mountControls(root: HTMLElement, actions: Actions, languages: Languages): View {
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
  onPress(swap, ({ state }) => actions.choose('swapped', !state.swapped));
  onPress(language, ({ state }) => actions.choose('language', nextLanguage(tags, state.language)));
  onPress(theme, ({ state }) => actions.choose('theme', themeAfter(state.theme)));
  onPress(projector, ({ state }) => actions.choose('projector', !state.projector));

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
    const name = say(words, `theme.${state.theme}`);
    setAttribute(theme, 'aria-label', name);
    setAttribute(theme, 'title', say(words, 'theme.hint', { theme: name }));
    setAttribute(theme, 'data-theme-chosen', state.theme);
  }

  /** What each button was last, so that a frame that changes nothing of it does not even ask the document. */
  const shown = new Map<HTMLButtonElement, boolean>();
  function showState(pressed: HTMLButtonElement, name: string, on: boolean): void {
    if (shown.get(pressed) !== on) setAttribute(pressed, name, String(on));
    shown.set(pressed, on);
  }

  return {
    update(frame) {
      const { history, swapped, projector: large } = frame.state;
      if (latest?.words !== frame.words) showLanguage(frame);
      if (latest?.words !== frame.words || latest.state.theme !== frame.state.theme) showTheme(frame);
      latest = frame;
      showState(projector, 'aria-pressed', large);
      showState(swap, 'aria-pressed', swapped);
      // Not `disabled`: that would take the focus from under a keyboard.
      showState(undo, 'aria-disabled', history.past.length === 0);
      showState(redo, 'aria-disabled', history.future.length === 0);
      showState(clear, 'aria-disabled', isEmpty(frame.drawing));
    },
  };
}

function themeAfter(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
}
