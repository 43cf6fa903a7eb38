import { leadersOf } from '../explain/flow.ts';
import type { Reading } from '../explain/reading.ts';

/** So long other digits must have led before the trace follows: while one draws, the lead changes hands for a frame or two. */
export const HOLD_MS = 150;

/** What a steadied lead waits with. */
export interface Waiting {
  /** Runs something after so many ms. */
  later(ms: number, run: () => void): void;
  /** Requests a frame: the lead changes in it though nothing is drawn meanwhile. */
  wake(): void;
}

/**
 * The digits in question, steadied: others take the lead once they have held it for HOLD_MS, by the times of the frames.
 * What comes to an empty pad, or leaves one, counts at once. The same lead is the same array.
 */
export function createSteadyLeaders({ later, wake }: Waiting): (reading: Reading, time: number) => readonly number[] {
  let leaders: readonly number[] = [];
  let blank = true;
  let rivals: readonly number[] | null = null;
  let due = 0;
  let waiting = false;
  const wait = (ms: number): void => {
    if (waiting) return;
    waiting = true;
    later(ms, () => {
      waiting = false;
      wake();
    });
  };
  return (reading, time) => {
    const now = leadersOf(reading);
    const wasBlank = blank;
    blank = reading.verdict === 'empty';
    if (areEqual(now, leaders)) {
      rivals = null;
      return leaders;
    }
    if (rivals === null || !areEqual(now, rivals)) {
      rivals = now;
      due = time + HOLD_MS;
    }
    if (time >= due || blank || wasBlank) {
      leaders = now;
      rivals = null;
    } else {
      // A frame's time may lie before the timer's, so that the first frame after it may still be too early.
      wait(due - time);
    }
    return leaders;
  };
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((digit, i) => digit === b[i]);
}
