import type { Actions } from '../state/actions.ts';
import * as asking from '../state/pen-asking.ts';
import type { Store } from './store.ts';

/** What a user asks of the pen's network. */
type PenActions = Pick<
  Actions,
  | 'showPenView'
  | 'lookAtToken'
  | 'pointToken'
  | 'chooseHeads'
  | 'showInside'
  | 'pinPenPart'
  | 'pointPenPart'
  | 'leaveOutStroke'
  | 'releasePen'
>;

export function penActions(store: Store): PenActions {
  return {
    showPenView: (view) => store.change((state) => asking.showPenView(state, view)),
    lookAtToken: (token) => store.change((state) => asking.lookAtToken(state, token)),
    pointToken: (token) => store.change((state) => asking.pointToken(state, token)),
    chooseHeads: (heads) => store.change((state) => asking.chooseHeads(state, heads)),
    showInside: (inside) => store.change((state) => asking.showInside(state, inside)),
    pinPenPart: (part) => store.change((state) => asking.pinPenPart(state, part)),
    pointPenPart: (part) => store.change((state) => asking.pointPenPart(state, part)),
    leaveOutStroke: (stroke, out) => store.change((state) => asking.leaveOutStroke(state, stroke, out)),
    releasePen: () => store.change(asking.releasePen),
  };
}
