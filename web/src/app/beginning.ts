import type { Drawing } from '../ink/drawing.ts';
import { readFragment, readSent } from '../state/address.ts';
import type { Options } from '../state/options.ts';
import { initialState, type State, type Surroundings, showMoment } from '../state/state.ts';
import { beginHistory } from '../state/undo.ts';
import { isOpenedAnew, type Keeping } from './keeping.ts';

/** What the page begins with. */
export interface Beginning {
  readonly state: State;
  /** Whether the address brings a drawing that is still to be unpacked. */
  readonly arrives: boolean;
}

/**
 * From what the tab has kept, the address's fragment, and the drawing that the page was built with: what was drawn last comes first,
 * unless a link has just been opened.
 */
export function beginningOf(
  fragment: string,
  keeping: Pick<Keeping, 'restore'>,
  built: Drawing,
  chosen: Partial<Options> & { readonly surroundings: Surroundings },
): Beginning {
  const sent = readSent(fragment);
  const restored = keeping.restore(sent.ink);
  const begun = initialState({
    ...chosen,
    ...readFragment(fragment),
    history: beginHistory(restored?.drawing ?? built),
    linked: isOpenedAnew() ? null : (restored?.linked ?? null),
  });
  const arrives = sent.ink !== null && begun.linked === null && (isOpenedAnew() || !restored?.left);
  return { state: arrives ? begun : showMoment(begun, sent.at), arrives };
}
