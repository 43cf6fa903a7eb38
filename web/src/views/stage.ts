import type { Actions } from '../state/actions.ts';
import { need } from './parts/dom.ts';

/** Projector mode takes the whole screen where the browser lets it, and Escape ends it either way. */
export function listenToStage(root: HTMLElement, actions: Pick<Actions, 'choose'>, isOn: () => boolean): void {
  const page = root.ownerDocument;
  const all = page.documentElement;
  const leave = (): void => {
    if (isOn()) actions.choose('projector', false);
  };
  // The button's own listener, which comes first, has chosen.
  need(root, '#projector', HTMLElement).addEventListener('click', () => {
    if (isOn() && 'requestFullscreen' in all) all.requestFullscreen().catch(() => {});
    else if (page.fullscreenElement) page.exitFullscreen().catch(() => {});
  });
  page.addEventListener('fullscreenchange', () => {
    if (!page.fullscreenElement) leave();
  });
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave();
  });
}
