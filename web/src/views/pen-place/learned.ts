import type { Actions } from '../../state/actions.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** What the network wrote at ten moments of its training run. */
export function mountPenLearned(_page: HTMLElement, _actions: Actions, _sources: PenSources): View {
  return { update() {} };
}
