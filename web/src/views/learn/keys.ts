import { need } from '../parts/dom.ts';

/** The parts of a key press that decide what it does. */
export interface StepPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * On or back, if a key has that meaning. Presenters send Page Down and Page Up; without a projector, where a page may be longer than
 * the screen, these scroll it.
 */
export function stepCommand(press: StepPress, onProjector: boolean): 'next' | 'back' | null {
  if (press.shiftKey || press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.key === 'ArrowRight' || (onProjector && press.key === 'PageDown')) return 'next';
  return press.key === 'ArrowLeft' || (onProjector && press.key === 'PageUp') ? 'back' : null;
}

/** Keys do what Learn's own buttons do. The arrows are left to whatever has the focus elsewhere: the pad, the timeline, the network. */
export function listenToSteps(page: HTMLElement, isOnProjector: () => boolean): void {
  const root = need(page, '#learn', HTMLElement);
  const buttons = {
    next: need(root, '#learn-next', HTMLButtonElement),
    back: need(root, '#learn-back', HTMLButtonElement),
  };
  const backToStep = need(page, '#place-back', HTMLButtonElement);
  page.ownerDocument.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const command = stepCommand(event, isOnProjector());
    if (root.hidden) {
      // From the network, a presenter's keys lead back; its own need the arrows.
      if (backToStep.hidden || command === null || event.key.startsWith('Arrow')) return;
      event.preventDefault();
      backToStep.click();
      return;
    }
    const { target } = event;
    const isElsewhere = target instanceof Element && target !== page.ownerDocument.body && !isOfSteps(target);
    if (command === null || (isElsewhere && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    if (!event.repeat) buttons[command].click();
  });
}

/** The lab has controls of its own. */
function isOfSteps(target: Element): boolean {
  return target.closest('#learn') !== null && target.closest('#lab') === null;
}
