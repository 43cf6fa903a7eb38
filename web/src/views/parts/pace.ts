import { createRest, type MakeRest, TEXT_REST_MS } from './rest.ts';

/**
 * While one draws, numbers are written this often at most, in ms: faster ones nobody reads, and each time the browser lays out and
 * paints, which costs as much as several movements.
 */
export const BEAT_MS = 400;
/** What takes long is done less often: its script may have this share of the time. */
const MOST_SHARE = 0.005;

/**
 * Runs something every so many ms, or less often if it takes long, while it is asked for at every frame, and once more when
 * that ends.
 */
export interface Pace {
  /** `now` is the time of the frame, on the time line of `performance.now()`. */
  note(now: number): void;
  /** It has just been done anyway. */
  done(now: number): void;
}

/** Paces of one beat, in ms, are done in the same frames, which are then laid out once for all of them. */
export function createPace(run: () => void, makeRest: MakeRest = createRest, beat = BEAT_MS): Pace {
  let due = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const rest = makeRest(TEXT_REST_MS, () => {
    if (waiting) run();
    waiting = false;
  });
  const wait = (now: number, taken: number): void => {
    due = beatAfter(now + taken / MOST_SHARE, beat);
    waiting = false;
  };
  return {
    note(now) {
      if (now >= due) {
        const begun = performance.now();
        run();
        wait(now, performance.now() - begun);
      } else {
        waiting = true;
        rest.note(now);
      }
    },
    done(now) {
      wait(now, 0);
    },
  };
}

/** The first beat after `time`, in ms. */
function beatAfter(time: number, beat: number): number {
  return (Math.floor(time / beat) + 1) * beat;
}
