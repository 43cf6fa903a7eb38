import { createRest, TEXT_REST_MS } from './rest.ts';

/** Numbers that nobody can read faster are written this often at most while one draws, in ms. */
const PACE_MS = 100;
/** What takes long is done less often: it may have this share of the time. */
const MOST_SHARE = 0.01;

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

export function createPace(run: () => void, atLeast = PACE_MS): Pace {
  let due = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const rest = createRest(TEXT_REST_MS, () => {
    if (waiting) run();
    waiting = false;
  });
  const wait = (now: number, taken: number): void => {
    due = now + Math.max(atLeast, taken / MOST_SHARE);
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
