import type { Part } from '../../explain/unit.ts';
import type { Actions } from '../../state/actions.ts';
import { MOUSE_REACH, type Reach, TOUCH_REACH } from './hit.ts';

/** Finds the part at a place in the area, in CSS px. */
export type Find = (place: { readonly x: number; readonly y: number; readonly reach: Reach }) => Part | null;

/**
 * A mouse or hovering pen points at what is below it, and selects with a click; a finger selects with a tap. Returns what to
 * call when the parts have moved below a resting pointer: it then points at nothing until it moves.
 */
export function listenToPointing(area: HTMLElement, find: Find, actions: Pick<Actions, 'point' | 'pin'>): () => void {
  let reach = MOUSE_REACH;
  let points = false;
  const point = (part: Part | null): void => {
    points = part !== null;
    area.classList.toggle('pointed', points);
    actions.point(part);
  };
  const partAt = ({ clientX, clientY }: MouseEvent): Part | null => {
    const { left, top } = area.getBoundingClientRect();
    return find({ x: clientX - left, y: clientY - top, reach });
  };
  const isTouch = ({ pointerType }: PointerEvent): boolean => pointerType === 'touch';
  area.addEventListener('pointermove', (event) => {
    if (isTouch(event)) return;
    reach = MOUSE_REACH;
    point(partAt(event));
  });
  area.addEventListener('pointerleave', (event) => {
    if (!isTouch(event)) point(null);
  });
  // The click after it does not tell in every browser what made it.
  area.addEventListener('pointerdown', (event) => {
    reach = isTouch(event) ? TOUCH_REACH : MOUSE_REACH;
  });
  area.addEventListener('click', (event) => {
    // Of a keyboard or a screen reader: it is for the button that has the focus.
    if (event.detail === 0 || event.target instanceof HTMLButtonElement) return;
    const part = partAt(event);
    if (part === null) return;
    actions.pin(part);
  });
  return () => {
    if (points) point(null);
  };
}
