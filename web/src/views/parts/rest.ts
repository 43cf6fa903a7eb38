/** What is only read or heard, not seen, is brought up to date when the drawing has not changed for so long, in ms. */
export const TEXT_REST_MS = 200;

/** Calls `rested` once nothing has been noted for `ms`. One timer runs at a time, however often something is noted. */
export interface Rest {
  /** `now` is the time of the frame, on the time line of `performance.now()`. */
  note(now: number): void;
}

export type MakeRest = (ms: number, rested: () => void) => Rest;

/** A rest with a timer of its own. */
export function createRest(ms: number, rested: () => void): Rest {
  return createRests()(ms, rested);
}

/** Rests that share one timer: while one draws, all would wake every so often only to find that it is too early. */
export function createRests(): MakeRest {
  const waiting = new Set<{ due: number; readonly rested: () => void }>();
  let timer = 0;
  let wakesAt = Number.POSITIVE_INFINITY;
  const wakeBy = (due: number, now: number): void => {
    if (due >= wakesAt) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(wake, due - now);
    wakesAt = due;
  };
  const wake = (): void => {
    wakesAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const [done] = [...waiting].filter(({ due }) => due <= now);
    if (done) waiting.delete(done);
    for (const { due } of waiting) wakeBy(due, now);
    // One at a time: what one of them writes shall not keep the next frame waiting for the others.
    done?.rested();
  };
  return (ms, rested) => {
    const rest = { due: 0, rested };
    return {
      note(now) {
        rest.due = now + ms;
        waiting.add(rest);
        wakeBy(rest.due, now);
      },
    };
  };
}
