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

/** Makes a pace for something. */
export type MakePace = (run: () => void) => Pace;

/** Paces of one beat, in ms, are done in the same frames, which are then laid out once for all of them. */
export function createPace(run: () => void, makeRest: MakeRest = createRest, beat = BEAT_MS): Pace {
  return createPaces(makeRest, beat)(run);
}

/**
 * Paces that keep together, however long each takes: whatever of them is noted in a frame is done in it, or none of it. So
 * what stands side by side is of one moment.
 */
export function createPaces(makeRest: MakeRest = createRest, beat = BEAT_MS): MakePace {
  const waiting = new Set<() => void>();
  let due = Number.NEGATIVE_INFINITY;
  /** The time of the frame in which they were done last, and how long they took in it, in ms. */
  let last = Number.NaN;
  let taken = 0;
  const rest = makeRest(TEXT_REST_MS, () => runWaiting());
  const runWaiting = (): void => {
    const all = [...waiting];
    waiting.clear();
    for (const run of all) run();
  };
  const wait = (now: number, took: number): void => {
    taken = now === last ? taken + took : took;
    last = now;
    due = beatAfter(now + taken / MOST_SHARE, beat);
  };
  return (run) => ({
    note(now) {
      if (now >= due || now === last) {
        waiting.delete(run);
        const begun = performance.now();
        run();
        wait(now, performance.now() - begun);
      } else {
        waiting.add(run);
        rest.note(now);
      }
    },
    done(now) {
      waiting.delete(run);
      runWaiting();
      wait(now, 0);
    },
  });
}

/** The first beat after `time`, in ms. */
function beatAfter(time: number, beat: number): number {
  return (Math.floor(time / beat) + 1) * beat;
}
