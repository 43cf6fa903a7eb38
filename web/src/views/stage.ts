import type { Actions } from '../state/actions.ts';
import { need } from './parts/dom.ts';

/** What the stage needs to know. */
export interface StageState {
  isOn(): boolean;
  isSelected(): boolean;
}

/**
 * Projector mode takes the whole screen where the browser lets it, and Escape ends it either way, unless it has something
 * selected to let go first. A browser that leaves the full screen for Escape may or may not tell of the key.
 */
export function listenToStage(
  root: HTMLElement,
  actions: Pick<Actions, 'choose' | 'release'>,
  { isOn, isSelected }: StageState,
): void {
  const page = root.ownerDocument;
  const all = page.documentElement;
  /** Whether the last Escape has put something else away. */
  let usedUp = false;
  const leave = (): void => {
    if (isOn()) actions.choose('projector', false);
  };
  // The button's own listener, which comes first, has chosen.
  need(root, '#projector', HTMLElement).addEventListener('click', () => {
    usedUp = false;
    if (isOn() && 'requestFullscreen' in all) all.requestFullscreen().catch(() => {});
    else if (page.fullscreenElement) page.exitFullscreen().catch(() => {});
  });
  page.addEventListener('fullscreenchange', () => {
    if (page.fullscreenElement) return;
    if (!usedUp && !(isOn() && isSelected())) leave();
    else if (!usedUp) actions.release();
    usedUp = false;
  });
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // What is selected goes first, whoever listens first.
    usedUp = event.defaultPrevented || (isOn() && isSelected());
    if (!usedUp) leave();
  });
}
