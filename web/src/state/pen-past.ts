/** What the pen's network said at the moments of a drawing: when it knew what the drawing would become. */

import type { Reading } from '../explain/reading.ts';
import type { Drawing } from '../ink/drawing.ts';
import { tokensOf } from '../ink/tokens.ts';
import type { PenNetwork } from '../net/pen/network.ts';
import { createKeptPast, type KeptPast, type MomentsReader } from './past.ts';
import { type PenOpinion, penOpinion } from './pen-reading.ts';

export interface PenPast extends Omit<KeptPast<PenNetwork>, 'note' | 'fill'> {
  /** At this moment of the whole drawing, the network says this. */
  note(moment: number, opinion: PenOpinion): void;
  fill(): Iterator<void, void>;
}

export function createPenPast(): PenPast {
  const kept = createKeptPast<PenNetwork>();
  return {
    ...kept,
    note: (moment, opinion) => kept.note(moment, asReading(opinion), null),
    fill: () => kept.fill(momentsReaderOf),
  };
}

/** It names a digit whatever is drawn. */
function asReading({ digit, probabilities }: PenOpinion): Reading {
  return { verdict: digit === null ? 'empty' : 'digit', digit, probabilities };
}

/** Most points add no token: the network need not read the same ones again. */
function momentsReaderOf(network: PenNetwork, drawing: Drawing): MomentsReader {
  let last: { readonly ids: Uint8Array; readonly reading: Reading } | null = null;
  return {
    most: 1,
    read: (moments) =>
      moments.map((points) => {
        const shown = { ...drawing, points };
        const { ids } = tokensOf(shown);
        if (!last || !isSameSequence(ids, last.ids)) last = { ids, reading: asReading(penOpinion(network, shown)) };
        return { reading: last.reading, input: null };
      }),
  };
}

function isSameSequence(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
