/** What is only read or heard, not seen, is brought up to date when the drawing has not changed for so long, in ms. */
export const TEXT_REST_MS = 200;

/** Calls `rested` once nothing has been noted for `ms`. One timer runs at a time, however often something is noted. */
export interface Rest {
  /** `now` is the time of the frame, on the time line of `performance.now()`. */
  note(now: number): void;
}

export function createRest(ms: number, rested: () => void): Rest {
  let due = 0;
  let waiting = false;
  const wake = (): void => {
    const left = due - performance.now();
    waiting = left > 0;
    if (waiting) window.setTimeout(wake, left);
    else rested();
  };
  return {
    note(now) {
      due = now + ms;
      if (waiting) return;
      waiting = true;
      window.setTimeout(wake, ms);
    },
  };
}
