import type { Actions } from '../../state/actions.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** The tokens, attention and what comes next, on the ink itself. */
export function mountPenInk(_page: HTMLElement, _actions: Actions, _sources: PenSources): View {
  return { update() {} };
}
