import { layOver } from '../../diagram/lay-over.ts';
import type { Box } from '../../diagram/layout.ts';
import { create } from '../../parts/dom.ts';

/** Scrolls, if need be, to what is asked for: on phones the sheet with the answer may come to lie over it. */
export function keepInSight(area: HTMLElement): (box: Box) => void {
  const mark = area.appendChild(create('div', 'pen-in-sight'));
  return (box) => {
    layOver(mark, box);
    mark.scrollIntoView({ block: 'nearest' });
  };
}
