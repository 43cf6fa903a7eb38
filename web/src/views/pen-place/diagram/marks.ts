/** What a number of the diagram is made from, as far as it is seen there. */

import type { PenPart } from '../../../explain/pen/parts.ts';
import { SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import { barBox, cellBox, type Layout, rowBox } from './layout.ts';
import type { RowPlace } from './places.ts';
import { type RowName, rowIndex } from './rows.ts';
import { boxesRound, type Shown } from './targets.ts';

/** What is marked, each with its boxes. */
export interface Marks {
  readonly pinned: readonly Box[];
  readonly pointed: readonly Box[];
  /** Of what the pointed or else the pinned number is made from. */
  readonly sources: readonly Box[];
}

export function marksOfAsked(
  { part, pointed }: { readonly part: PenPart | null; readonly pointed: PenPart | null },
  layout: Layout,
  shown: Shown,
): Marks {
  const boxes = (one: PenPart | null) => (one === null ? [] : boxesRound(one, layout, shown));
  const asked = pointed ?? part;
  return {
    pinned: boxes(part),
    pointed: boxes(pointed),
    sources: asked?.token === shown.token ? sourcesOf(asked, layout, shown) : [],
  };
}

/** Round what a number of the shown token is made from. */
export function sourcesOf(part: PenPart, layout: Layout, { token }: Shown): readonly Box[] {
  const placed = (name: RowName, layer: number | null, box: (place: RowPlace) => Box): Box[] => {
    const place = layout.rows[rowIndex(name, layer)];
    return place === null ? [] : [box(place)];
  };
  const row = (name: RowName, layer: number | null, head: number | null = null) =>
    placed(name, layer, (place) => rowBox(place, head));
  const cell = (name: RowName, layer: number | null, unit: number) =>
    placed(name, layer, (place) => cellBox(place, unit));
  switch (part.quantity) {
    case 'embedding':
      return (['token', 'position', 'place'] as const).flatMap((name) => cell(name, null, part.unit));
    case 'normalized1':
      return row('before', part.layer);
    case 'query':
    case 'key':
    case 'value':
      return row('normalized1', part.layer);
    case 'score':
    case 'attention':
      return [...row('query', part.layer, part.head), ...(part.key === token ? row('key', part.layer, part.head) : [])];
    case 'head': {
      const head = Math.floor(part.unit / SIZES.headUnits);
      return [...cell('value', part.layer, part.unit), layout.matrices[part.layer * SIZES.heads + head]];
    }
    case 'attended':
      return row('head', part.layer);
    case 'middle':
      return [...cell('before', part.layer, part.unit), ...cell('attended', part.layer, part.unit)];
    case 'normalized2':
      return row('middle', part.layer);
    case 'preactivation':
    case 'activation':
      return row('normalized2', part.layer);
    case 'fedForward':
      return row('activation', part.layer);
    case 'after':
      return [...cell('middle', part.layer, part.unit), ...cell('fedForward', part.layer, part.unit)];
    case 'normalized':
      return row('after', SIZES.layers - 1);
    case 'logit':
    case 'probability':
      return row('normalized', null);
  }
}

/** The tokens whose keys or values a number is made from. */
export function keysOf(part: PenPart | null, layout: Layout, { token }: Shown): readonly Box[] {
  if (part === null || part.token !== token) return [];
  if (part.quantity === 'score' || part.quantity === 'attention') return [barBox(layout.strip, part.key)];
  return [];
}
