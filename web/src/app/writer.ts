import { isOver } from '../net/pen/writing.ts';
import { advanceWriting, letWrite, mayGoOn, rest, type Weigh } from '../state/pen-writing.ts';
import type { State } from '../state/state.ts';
import type { Screen } from './player.ts';
import type { Store } from './store.ts';

/** A token takes twice this, in ms: first its distribution is shown, then its choice. */
export const PHASE_MS = 140;
/** To the end, tokens are written for so long in a frame, in ms. */
const SLICE_MS = 4;

/** Lets the pen's network write: time goes on by the frames of the page's own loop. */
export interface Writer {
  /** Begins, or goes on, token by token; where things should move little, to the end at once. */
  write(): void;
  pause(): void;
  /** One phase of one token: its distribution, or its choice. */
  step(): void;
  toEnd(): void;
  /** In a frame, before anything is shown. `time` is the frame's, in ms. */
  advance(time: number): void;
}

/** @param weigh chooses tokens @param now the time in ms */
export function createWriter(
  store: Store,
  weigh: Weigh,
  { isStill, wake }: Screen,
  now: () => number = () => performance.now(),
): Writer {
  /** The time from which the next phase may be shown; null while nothing is written by itself. */
  let due: number | null = null;
  const onward = (state: State): State => advanceWriting(state, weigh);
  const toEnd = (): void => store.change((state) => letWrite(state, 'end'));
  const pause = (): void => store.change(rest);
  return {
    write: () => (isStill() ? toEnd() : store.change((state) => letWrite(state, 'steps'))),
    pause,
    step: () => store.change((state) => onward(letWrite(state, null))),
    toEnd,
    advance(time) {
      const { writing } = store.state.penWriting;
      if (writing === null || writing.gait === null) {
        due = null;
        return;
      }
      if (!mayGoOn(store.state)) {
        pause();
        return;
      }
      if (writing.gait === 'end') store.change((state) => withinSlice(state, onward, now));
      else if (due === null) due = time + PHASE_MS;
      else if (time >= due) {
        due = time + PHASE_MS;
        store.change(onward);
      }
      if (store.state.penWriting.writing?.gait !== null) wake();
    },
  };
}

/** As far as it comes in a slice of time; the end is shown as the choice that it was. */
function withinSlice(state: State, onward: (state: State) => State, now: () => number): State {
  let written = state;
  for (const end = now() + SLICE_MS; now() < end; ) {
    written = onward(written);
    const { writing } = written.penWriting;
    if (writing === null || isOver(writing.progress)) break;
  }
  return written;
}
