import type { Actions } from '../../state/actions.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** Lets the network write a digit, or finish a drawing. */
export function mountPenWriting(_page: HTMLElement, _actions: Actions, _sources: PenSources): View {
  return { update() {} };
}
