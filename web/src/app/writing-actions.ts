import type { Actions } from '../state/actions.ts';
import * as writing from '../state/pen-writing.ts';
import { replaceDrawing } from '../state/state.ts';
import type { Store } from './store.ts';
import type { Writer } from './writer.ts';

/** What a user lets the pen's network write. */
type WritingActions = Pick<
  Actions,
  | 'write'
  | 'pauseWriting'
  | 'stepWriting'
  | 'writeToEnd'
  | 'lookAtChoice'
  | 'finishDrawing'
  | 'pointWay'
  | 'lookBackTo'
  | 'putDrawing'
>;

export function writingActions(store: Store, writer: Writer): WritingActions {
  return {
    write: writer.write,
    pauseWriting: writer.pause,
    stepWriting: writer.step,
    writeToEnd: writer.toEnd,
    lookAtChoice: (choice) => store.change((state) => writing.lookAtChoice(state, choice)),
    finishDrawing: (finishing) => store.change((state) => writing.finish(state, finishing)),
    pointWay: (way) => store.change((state) => writing.pointWay(state, way)),
    lookBackTo: (moment) => store.change((state) => writing.lookBackTo(state, moment)),
    putDrawing: (drawing) => store.change((state) => replaceDrawing(state, drawing)),
  };
}
