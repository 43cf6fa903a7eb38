import { DamagedBlock } from '../state/blocks.ts';
import type { PenNetworks } from '../state/pen-networks.ts';
import { goTo, showsPen } from '../state/placing.ts';
import { notify, type State } from '../state/state.ts';
import type { Store } from './store.ts';

/**
 * Leads back to drawing, and says why, where the page's pen network is damaged: it is not looked at before something shows what it
 * reads, and all else works without it.
 */
export function guardPen(store: Store, { reader }: Pick<PenNetworks, 'reader'>): void {
  if (!showsPen(store.state)) return;
  try {
    reader();
  } catch (problem) {
    if (!(problem instanceof DamagedBlock)) throw problem;
    store.change((state: State) => notify(goTo(state, 'draw'), 'penPlace.damaged'));
  }
}
