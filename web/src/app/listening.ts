import { listenToPointers } from '../ink/pointer.ts';
import type { Actions } from '../state/actions.ts';
import { isAskingPen } from '../state/pen-asking.ts';
import { ink, isSelecting, withdraw } from '../state/state.ts';
import { listenForFocusRing } from '../views/focus-ring.ts';
import { listenToAsking } from '../views/inspector/asking.ts';
import { listenToKeys } from '../views/keyboard.ts';
import { listenToSteps } from '../views/learn/keys.ts';
import { need } from '../views/parts/dom.ts';
import { listenToTerms } from '../views/parts/term.ts';
import { listenToStage } from '../views/stage.ts';
import type { Store } from './store.ts';

/** Listens to pointers on the pad, and to what the whole page answers: keys, parts that are asked about, terms, the stage. */
export function listenToEverything(content: HTMLElement, store: Store, actions: Actions): void {
  const isSelected = (): boolean => isSelecting(store.state);
  const isOnStage = (): boolean => store.state.projector;
  listenToPointers(need(content, '#ink', HTMLCanvasElement), {
    ink: (step) => store.change((state) => ink(state, step)),
    withdraw: (pointerId) => store.change((state) => withdraw(state, pointerId)),
  });
  listenToKeys(content, actions);
  listenToSteps(content, isOnStage);
  listenToAsking(content, actions, isSelected);
  listenForFocusRing(content.ownerDocument.documentElement);
  listenToTerms(content);
  const asksPen = (): boolean => isAskingPen(store.state);
  listenToStage(
    content,
    { choose: actions.choose, release: () => (asksPen() ? actions.releasePen() : actions.release()) },
    { isOn: isOnStage, isSelected: () => isSelected() || asksPen() },
  );
}
