import { type Aim, MOUSE_REACH, type Target, TOUCH_REACH } from './targets.ts';

/** A mouse or hovering pen points at what is below it, and chooses with a click; a finger with a tap. */
export function listenToAims(
  area: HTMLElement,
  find: (aim: Aim) => Target | null,
  { point, choose }: { point(target: Target | null): void; choose(target: Target, other: boolean): void },
): void {
  let reach = MOUSE_REACH;
  const targetAt = ({ clientX, clientY }: MouseEvent): Target | null => {
    const { left, top } = area.getBoundingClientRect();
    return find({ x: clientX - left, y: clientY - top, reach });
  };
  const isTouch = ({ pointerType }: PointerEvent): boolean => pointerType === 'touch';
  area.addEventListener('pointermove', (event) => {
    if (isTouch(event)) return;
    reach = MOUSE_REACH;
    const target = targetAt(event);
    area.classList.toggle('pointed', target !== null);
    point(target);
  });
  area.addEventListener('pointerleave', (event) => {
    if (!isTouch(event)) point(null);
  });
  // The click after it does not tell in every browser what made it.
  area.addEventListener('pointerdown', (event) => {
    reach = isTouch(event) ? TOUCH_REACH : MOUSE_REACH;
  });
  area.addEventListener('click', (event) => {
    // Of a keyboard, a word or a choice of heads.
    const { target } = event;
    if (event.detail === 0 || (target instanceof Element && target.closest('button, select, label'))) return;
    const found = targetAt(event);
    if (found !== null) choose(found, event.shiftKey);
  });
}
