import type { Actions } from '../../state/actions.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** What is asked of the pen's network, and its arithmetic. */
export function mountPenInspector(_page: HTMLElement, _actions: Actions, _sources: PenSources): View {
  return { update() {} };
}
