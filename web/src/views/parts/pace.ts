import { createRest, TEXT_REST_MS } from './rest.ts';

/** Numbers that nobody can read faster are written this often at most while one draws, in ms. */
const PACE_MS = 100;

/** Runs something at most every PACE_MS while it is asked for at every frame, and once more when that ends. */
export interface Pace {
  /** `now` is the time of the frame, on the time line of `performance.now()`. */
  note(now: number): void;
  /** It has just been done anyway. */
  done(now: number): void;
}

export function createPace(run: () => void): Pace {
  let last = Number.NEGATIVE_INFINITY;
  let waiting = false;
  const rest = createRest(TEXT_REST_MS, () => {
    if (waiting) run();
    waiting = false;
  });
  return {
    note(now) {
      if (now - last >= PACE_MS) {
        last = now;
        waiting = false;
        run();
      } else {
        waiting = true;
        rest.note(now);
      }
    },
    done(now) {
      last = now;
      waiting = false;
    },
  };
}
