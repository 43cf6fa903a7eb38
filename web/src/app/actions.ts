import { emptyDrawing } from '../ink/drawing.ts';
import type { Actions } from '../state/actions.ts';
import { withOptions } from '../state/address.ts';
import * as placing from '../state/placing.ts';
import * as asking from '../state/selection.ts';
import * as change from '../state/state.ts';
import { showAddress } from './address.ts';
import type { Lessons } from './lessons.ts';
import type { Player } from './player.ts';
import type { Sending } from './sending.ts';
import { rememberOptions } from './storage.ts';
import type { Store } from './store.ts';

/** Applies what a user asks for to the State; choices also go into storage and the address. `leading` tells the leading digit. */
export function createActions(
  store: Store,
  player: Pick<Player, 'play' | 'pause'>,
  sending: Pick<Sending, 'link' | 'openPasted' | 'openFile'>,
  lessons: Pick<Lessons, 'showExample' | 'beginOwn'>,
  refresh: () => void,
  leading: () => number | null,
): Actions {
  const now = (): number => performance.now();
  return {
    clear: () => store.change((state) => change.replaceDrawing(state, emptyDrawing())),
    undo: () => store.change(change.undoChange),
    redo: () => store.change(change.redoChange),
    choose(name, value) {
      const chosen = { [name]: value };
      store.change((state) => ({ ...state, ...chosen }));
      rememberOptions(chosen);
      showAddress(withOptions(window.location.href, chosen));
    },
    showMoment: (moment) => store.change((state) => change.showMoment(state, moment)),
    scrub: (on) => store.change((state) => (state.scrubbing === on ? state : { ...state, scrubbing: on })),
    play: player.play,
    pause: player.pause,
    movePen: (right, down) => store.change((state) => change.movePen(state, right, down, now())),
    togglePen: () => store.change((state) => change.togglePen(state, now())),
    hidePen: () => store.change(change.hidePen),
    point: (part) => store.change((state) => asking.point(state, part)),
    pin: (part) => store.change((state) => asking.pin(state, part)),
    release: () => store.change(change.letGo),
    chooseDigit: (digit) => store.change((state) => asking.chooseDigit(state, digit, leading())),
    chooseRival: (digit) => store.change((state) => asking.chooseRival(state, digit)),
    askWhy: (asked) => store.change((state) => asking.askWhy(state, asked)),
    switchOff: (part, off) => store.change((state) => asking.switchOff(state, part, off)),
    editKernel: (link, weights) => store.change((state) => asking.editKernel(state, link, weights)),
    putBack: () => store.change(asking.putBack),
    link: sending.link,
    openPasted: sending.openPasted,
    openFile: sending.openFile,
    notify: (said) => store.change((state) => change.notify(state, said)),
    dismiss: () => store.change(change.dismiss),
    showExample: lessons.showExample,
    goTo: (place) => store.change((state) => placing.goTo(state, place)),
    beginOwn: lessons.beginOwn,
    look: () => store.change(placing.look),
    goToStep: (step) => store.change((state) => placing.goToStep(state, step)),
    predict: (guess) => store.change((state) => placing.predict(state, guess)),
    refresh,
  };
}
