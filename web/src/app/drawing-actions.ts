import { emptyDrawing } from '../ink/drawing.ts';
import type { Actions } from '../state/actions.ts';
import * as change from '../state/state.ts';
import type { Store } from './store.ts';

/** What a user does to the drawing, its moments, and what is said of it. */
type DrawingActions = Pick<
  Actions,
  'clear' | 'undo' | 'redo' | 'showMoment' | 'scrub' | 'movePen' | 'togglePen' | 'hidePen' | 'notify' | 'dismiss'
>;

export function drawingActions(store: Store): DrawingActions {
  const now = (): number => performance.now();
  return {
    clear: () => store.change((state) => change.replaceDrawing(state, emptyDrawing())),
    undo: () => store.change(change.undoChange),
    redo: () => store.change(change.redoChange),
    showMoment: (moment) => store.change((state) => change.showMoment(state, moment)),
    scrub: (on) => store.change((state) => (state.scrubbing === on ? state : { ...state, scrubbing: on })),
    movePen: (right, down) => store.change((state) => change.movePen(state, right, down, now())),
    togglePen: () => store.change((state) => change.togglePen(state, now())),
    hidePen: () => store.change(change.hidePen),
    notify: (said) => store.change((state) => change.notify(state, said)),
    dismiss: () => store.change(change.dismiss),
  };
}
