/** How the pen's network would go on with a drawing: several continuations, of which one can be taken. */

import { type Drawing, isEmpty } from '../ink/drawing.ts';
import { frameOf } from '../ink/frame.ts';
import { tokensOf } from '../ink/tokens.ts';
import { finishedDrawing } from '../ink/written.ts';
import { LARGEST_SEED } from '../net/pen/generator.ts';
import {
  beginWriting,
  type Expect,
  isOver,
  taken,
  type WritingOptions,
  type Written,
  weighNext,
} from '../net/pen/writing.ts';

/** So many are shown at once. */
export const WAY_COUNT = 4;
/** Tokens of the drawing that are read in one go. */
const READ_AT_ONCE = 8;

/** One continuation. */
export interface Way {
  readonly seed: number;
  readonly written: Written;
  /** The drawing with what was added. */
  readonly drawing: Drawing;
}

/** Whether it has a size, by which the network's steps are measured: a dot has none. */
export function canBeFinished(drawing: Drawing): boolean {
  return !isEmpty(drawing) && frameOf(drawing).side > 0;
}

/** The seeds of the continuations: the one chosen, and those after it. */
export function waySeeds(seed: number): number[] {
  return Array.from({ length: WAY_COUNT }, (_, way) => (seed + way) % (LARGEST_SEED + 1));
}

/**
 * Goes on from a drawing that can be finished, as Python's `finish`: a token a step, in its own frame.
 * @param digit what it is to become; null: whatever the network expects
 */
export function* waysOn(
  expect: Expect,
  begun: Drawing,
  digit: number | null,
  options: WritingOptions,
): Generator<void, readonly Way[]> {
  const { ids, frame } = tokensOf(begun, digit);
  for (let read = READ_AT_ONCE; read < ids.length; read += READ_AT_ONCE) {
    expect(ids.subarray(0, read));
    yield;
  }
  const ways: Way[] = [];
  for (const seed of waySeeds(options.seed)) {
    let progress = beginWriting(ids, { ...options, seed });
    while (!isOver(progress)) {
      progress = taken(progress, weighNext(expect, progress));
      yield;
    }
    ways.push({ seed, written: progress, drawing: finishedDrawing(begun, frame, progress.ids, progress.given) });
  }
  return ways;
}
