import { type Part, readPart } from '../../explain/unit.ts';
import type { Actions } from '../../state/actions.ts';

/**
 * Whatever in the page has a `data-part`, a part as the address writes it, asks about it: a click selects it, hovering or the
 * focus points at it. Escape lets the selection go, and is then used up: one press puts one thing away.
 */
export function listenToAsking(
  root: HTMLElement,
  actions: Pick<Actions, 'point' | 'pin' | 'release'>,
  isSelected: () => boolean,
): void {
  root.addEventListener('click', ({ target }) => {
    const part = askedBy(target);
    if (part) actions.pin(part);
  });
  for (const [arrive, leave] of [
    ['pointerover', 'pointerout'],
    ['focusin', 'focusout'],
  ] as const) {
    root.addEventListener(arrive, (event) => {
      const part = isTouch(event) ? null : askedBy(event.target);
      if (part) actions.point(part);
    });
    root.addEventListener(leave, ({ target }) => {
      if (askedBy(target)) actions.point(null);
    });
  }
  root.ownerDocument.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !isSelected()) return;
    actions.release();
    event.preventDefault();
  });
}

/** A finger hovers over nothing: it would leave the part pointed at. */
function isTouch(event: Event): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch';
}

function askedBy(target: EventTarget | null): Part | null {
  const asking = target instanceof Element ? target.closest<HTMLElement>('[data-part]') : null;
  return asking === null ? null : readPart(asking.dataset.part ?? '');
}
