/** States of the page by what they ask, and their addresses. */

import { writeFragment } from '../src/state/address.ts';
import { initialState, type State } from '../src/state/state.ts';

/** Everything that the address tells of the pen's network, and how it writes. */
export const WHOLE_PEN =
  'place=pen&view=write&heads=2.3-1&inside&token=17&number=attention.2.3.17.9&without=1,3&write=8&temperature=0.55&topk=5&seed=4';

/** The State of a page that is asked this. */
export function stateOf(asked: Partial<State>): State {
  return { ...BEGUN, ...asked };
}

const BEGUN = initialState({ surroundings: { dark: false, forcedColors: false, printing: false } });

export const write = (asked: Partial<State>): string => writeFragment(stateOf(asked));
