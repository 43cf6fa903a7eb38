import type { Actions } from '../state/actions.ts';
import { withOptions } from '../state/address.ts';
import * as placing from '../state/placing.ts';
import { showAddress } from './address.ts';
import { askingActions } from './asking-actions.ts';
import { drawingActions } from './drawing-actions.ts';
import type { Lessons } from './lessons.ts';
import { penActions } from './pen-actions.ts';
import type { Player } from './player.ts';
import type { Sending } from './sending.ts';
import { rememberOptions } from './storage.ts';
import type { Store } from './store.ts';
import type { Writer } from './writer.ts';
import { writingActions } from './writing-actions.ts';

/** Applies what a user asks for to the State; choices also go into storage and the address. `leading` tells the leading digit. */
export function createActions(
  store: Store,
  player: Pick<Player, 'play' | 'pause'>,
  writer: Writer,
  sending: Pick<Sending, 'link' | 'openPasted' | 'openFile'>,
  lessons: Pick<Lessons, 'showExample' | 'beginOwn'>,
  refresh: () => void,
  leading: () => number | null,
): Actions {
  return {
    ...drawingActions(store),
    ...askingActions(store, leading),
    ...penActions(store),
    ...writingActions(store, writer),
    choose(name, value) {
      const chosen = { [name]: value };
      store.change((state) => ({ ...state, ...chosen }));
      rememberOptions(chosen);
      showAddress(withOptions(window.location.href, chosen));
    },
    play: player.play,
    pause: player.pause,
    link: sending.link,
    openPasted: sending.openPasted,
    openFile: sending.openFile,
    showExample: lessons.showExample,
    beginOwn: lessons.beginOwn,
    goTo: (place) => store.change((state) => placing.goTo(state, place)),
    look: () => store.change(placing.look),
    goToStep: (step) => store.change((state) => placing.goToStep(state, step)),
    predict: (guess) => store.change((state) => placing.predict(state, guess)),
    refresh,
  };
}
