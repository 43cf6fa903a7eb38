import type { Actions } from '../../state/actions.ts';
import type { Place } from '../../state/placing.ts';
import { need, setAttribute } from '../parts/dom.ts';
import type { View } from '../view.ts';

const PLACES: readonly Place[] = ['draw', 'learn'];

/** The switch of places near the top. */
export function mountPlaces(page: HTMLElement, actions: Pick<Actions, 'goTo'>): View {
  const root = page.ownerDocument.documentElement;
  const buttons = PLACES.map((place) => {
    const button = need(page, `#place-${place}`, HTMLButtonElement);
    button.addEventListener('click', () => actions.goTo(place));
    return { place, button };
  });
  let shown: Place | null = null;
  return {
    update({ state }) {
      if (state.place === shown) return;
      shown = state.place;
      setAttribute(root, 'data-place', shown);
      for (const { place, button } of buttons) setAttribute(button, 'aria-current', place === shown ? 'page' : null);
    },
  };
}
