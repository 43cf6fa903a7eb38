import { isSameFragment, writeFragment } from '../state/address.ts';
import type { State } from '../state/state.ts';
import { createRest, TEXT_REST_MS } from '../views/parts/rest.ts';
import type { Store } from './store.ts';

/** Shows `address` in the address bar without loading it. Some browsers refuse this to a page from a file; no harm done. */
export function showAddress(address: string): void {
  if (address === window.location.href) return;
  try {
    window.history.replaceState(null, '', address);
  } catch {
    return;
  }
}

/**
 * Keeps the address's fragment and the State in step: another fragment, given by hand or by a link, is opened; what the State
 * asks is written once it has stood for a moment, since browsers allow few changes of the address a second.
 */
export function createAddressing(
  store: Store,
  open: (fragment: string) => Promise<void>,
): (state: State, before: State) => void {
  const rest = createRest(TEXT_REST_MS, () => {
    const fragment = writeFragment(store.state);
    const [address] = window.location.href.split('#');
    showAddress(fragment === '' ? address : `${address}#${fragment}`);
  });
  window.addEventListener('hashchange', async ({ newURL }) => {
    // The address itself may have been written again since.
    await open(new URL(newURL).hash);
    // What was given may ask for what cannot be, such as an earlier moment while one draws.
    rest.note(performance.now());
  });
  return (state, before) => {
    if (!isSameFragment(state, before)) rest.note(performance.now());
  };
}
