import type { Actions } from '../../state/actions.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** The numbers of one token on their way through the network. */
export function mountPenDiagram(_page: HTMLElement, _actions: Actions, _sources: PenSources): View {
  return { update() {} };
}
