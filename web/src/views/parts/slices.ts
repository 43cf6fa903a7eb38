/** The longest that a slice of work may take, in ms: ink that comes meanwhile still makes its frame. */
const SLICE_MS = 4;

/** Time in ms, and a timer that returns how to stop it. */
export interface SliceClock {
  now(): number;
  later(run: () => void, ms: number): () => void;
}

/** Long work in short slices: the newest only, begun when its subject has been at rest for a while. */
export interface Slices<Result> {
  /** Drops what is under way and begins these chunks after `rest` ms. */
  begin(chunks: Iterator<unknown, Result>, rest: number): void;
  stop(): void;
}

const PAGE: SliceClock = {
  now: () => performance.now(),
  later(run, ms) {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  },
};

/** A slice ends before the next chunk would exceed its time, as far as the longest chunk so far can tell. */
export function createSlices<Result>(finished: (result: Result) => void, clock: SliceClock = PAGE): Slices<Result> {
  let stop = (): void => {};
  return {
    begin(chunks, rest) {
      let longest = 0;
      const slice = (): void => {
        const start = clock.now();
        for (let now = start; now - start + longest <= SLICE_MS; ) {
          const { done, value } = chunks.next();
          if (done) {
            finished(value);
            return;
          }
          const before = now;
          now = clock.now();
          longest = Math.max(longest, Math.min(SLICE_MS, now - before));
        }
        stop = clock.later(slice, 0);
      };
      stop();
      stop = clock.later(slice, rest);
    },
    stop: () => stop(),
  };
}
