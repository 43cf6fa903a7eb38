import type { Actions } from '../state/actions.ts';
import { showsPen } from '../state/placing.ts';
import * as asking from '../state/selection.ts';
import { letGo } from '../state/state.ts';
import type { Store } from './store.ts';

/** What a user asks of the network, and alters in it. */
type AskingActions = Pick<
  Actions,
  'point' | 'pin' | 'release' | 'chooseDigit' | 'chooseRival' | 'askWhy' | 'switchOff' | 'editKernel' | 'putBack'
>;

/** @param leading the leading digit, which stands for a chosen one */
export function askingActions(store: Store, leading: () => number | null): AskingActions {
  return {
    point: (part) => store.change((state) => asking.point(state, part)),
    pin: (part) => store.change((state) => asking.pin(state, part)),
    release: () => store.change(letGo),
    // Where the answers are two networks', a digit is asked of neither.
    chooseDigit: (digit) =>
      store.change((state) => (showsPen(state) ? state : asking.chooseDigit(state, digit, leading()))),
    chooseRival: (digit) => store.change((state) => asking.chooseRival(state, digit)),
    askWhy: (asked) => store.change((state) => asking.askWhy(state, asked)),
    switchOff: (part, off) => store.change((state) => asking.switchOff(state, part, off)),
    editKernel: (link, weights) => store.change((state) => asking.editKernel(state, link, weights)),
    putBack: () => store.change(asking.putBack),
  };
}
