import type { Part } from '../../explain/unit.ts';
import type { State } from '../../state/state.ts';
import type { Studio } from '../painting/studio.ts';
import type { PictureParts } from '../pictures.ts';
import { highlightOf } from './highlight.ts';
import type { Layout } from './layout.ts';

/** Shows what is pointed at or selected; its picture is hung when there is something to show for the first time. */
export type Light = (state: Pick<State, 'selection' | 'pointed'>, layout: Layout) => void;

export function createLighting(area: HTMLElement, studio: Studio<PictureParts>): Light {
  let hung = false;
  let shown: { readonly lit: Part | null; readonly pinned: Part | null; readonly layout: Layout | null } = {
    lit: null,
    pinned: null,
    layout: null,
  };
  return ({ selection: { part: pinned }, pointed }, layout) => {
    const lit = pointed ?? pinned;
    if (lit === shown.lit && pinned === shown.pinned && (lit === null || layout === shown.layout)) return;
    shown = { lit, pinned, layout };
    if (lit !== null && !hung) studio.hang('highlight', area);
    hung ||= lit !== null;
    area.classList.toggle('lit', lit !== null);
    studio.give({ highlight: lit && highlightOf(layout, lit, pinned) });
  };
}
