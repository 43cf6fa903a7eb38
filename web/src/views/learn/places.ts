import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { isLookingAtStep } from '../../state/lessons.ts';
import { isLooking, PLACES } from '../../state/placing.ts';
import { say } from '../../text/words.ts';
import { need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';

/** The switch of places near the top; while one looks at the network from a step of Learn, the way back to it. */
export function mountPlaces(page: HTMLElement, actions: Pick<Actions, 'goTo'>): View {
  const root = page.ownerDocument.documentElement;
  const buttons = PLACES.map((place) => {
    const button = need(page, `#place-${place}`, HTMLButtonElement);
    button.addEventListener('click', () => actions.goTo(place));
    return { place, button };
  });
  const back = need(page, '#place-back', HTMLButtonElement);
  back.addEventListener('click', () => actions.goTo('learn'));
  let shown: Frame | null = null;
  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, numbers } = frame;
      const isAsSelected = before?.state.selection === state.selection;
      const isThere =
        before?.state.place === state.place && before.state.step === state.step && before.state.guess === state.guess;
      if (isThere && isAsSelected && before.words === words) return;
      const looks = isLooking(state);
      const looked = before !== null && isLooking(before.state);
      setFlag(root, 'data-looking', looks);
      // On phones the inspector would cover what one has come to see.
      setFlag(root, 'data-folded', isLookingAtStep(state));
      if (looks) setText(back, say(words, 'learn.backTo', { step: numbers.count(state.step + 1) }));
      setFlag(back, 'hidden', !looks);
      if (looks && !looked) back.focus({ preventScroll: true });
      setAttribute(root, 'data-place', state.place);
      for (const { place, button } of buttons)
        setAttribute(button, 'aria-current', place === state.place ? 'page' : null);
    },
  };
}
