/** What the pen's network reads in a drawing, finished or not: the digit that it will be, and what the pen will do next. */

import { type Drawing, isEmpty } from '../ink/drawing.ts';
import { withoutStrokes } from '../ink/left-out.ts';
import { type Tokens, tokensOf } from '../ink/tokens.ts';
import { softmax } from '../net/cnn/operations.ts';
import { END, FIRST_DIGIT, VOCABULARY } from '../net/pen/description.ts';
import { legalAfter, withAsk } from '../net/pen/grammar.ts';
import { type PenNetwork, tracePen } from '../net/pen/network.ts';
import { type Places, placesOf } from '../net/pen/places.ts';
import type { PenTrace } from '../net/pen/trace.ts';
import { memoize } from './memo.ts';

const DIGITS = 10;

/** The digits' probabilities, and the most probable; null while nothing is drawn. */
export interface PenOpinion {
  /** (10), summing to 1. */
  readonly probabilities: Float32Array | null;
  readonly digit: number | null;
}

/** The arrays of `trace` are reused by the next reading: copy what must last. */
export interface PenReading extends PenOpinion {
  /** Of what the network is shown: strokes that are left out are not in it. */
  readonly tokens: Tokens;
  /** Where the pen is after each of the tokens. */
  readonly places: Places;
  /** Of the tokens and, where anything is drawn, ASK after them. */
  readonly trace: PenTrace;
  /** (token of the vocabulary) of what comes next, summing to 1; 0 for what may not come. */
  readonly next: Float32Array;
  /** What it said of the digit at a token, as soon as that was there; of nothing while the pen is not on the paper. */
  readonly opinionAt: (token: number) => PenOpinion;
  /** Of the whole drawing; null while no stroke is left out. */
  readonly whole: PenOpinion | null;
}

/** Reads drawings with one network, whose trace shows the last one. */
export type ReadPen = (drawing: Drawing, leftOut: readonly number[]) => PenReading;

/** `apart` has the same parameters, and memory of its own for what is read beside. */
export function createPenReader(network: PenNetwork, apart: () => PenNetwork): ReadPen {
  const wholeOf = memoize((drawing: Drawing) => penOpinion(apart(), drawing));
  return memoize((drawing, leftOut) => {
    const shown = withoutStrokes(drawing, leftOut);
    const tokens = tokensOf(shown);
    const drawn = !isEmpty(shown);
    const trace = tracePen(network, drawn ? withAsk(tokens.ids) : tokens.ids);
    const opinion = drawn ? opinionIn(trace) : NO_OPINION;
    return {
      ...opinion,
      opinionAt: memoize((token: number) =>
        token < tokens.ids.length - 1 ? opinionAfter(apart(), tokens.ids.subarray(0, token + 1)) : opinion,
      ),
      tokens,
      places: placesOf(tokens.ids),
      trace,
      next: nextIn(trace, tokens.ids),
      whole: shown === drawing ? null : wholeOf(drawing),
    };
  });
}

/** What a network says of a drawing, without more. */
export function penOpinion(network: PenNetwork, drawing: Drawing): PenOpinion {
  return isEmpty(drawing) ? NO_OPINION : opinionIn(tracePen(network, withAsk(tokensOf(drawing).ids)));
}

/** Of the beginning of a sequence; none where the digit cannot be asked. */
function opinionAfter(network: PenNetwork, ids: Uint8Array): PenOpinion {
  return legalAfter(ids).includes(END) ? opinionIn(tracePen(network, withAsk(ids))) : NO_OPINION;
}

const NO_OPINION: PenOpinion = { probabilities: null, digit: null };

/** Of the digits alone: after ASK, nothing else may come. */
function opinionIn({ ids, logits }: PenTrace): PenOpinion {
  const first = (ids.length - 1) * VOCABULARY.length + FIRST_DIGIT;
  const probabilities = new Float32Array(DIGITS);
  softmax(logits.subarray(first, first + DIGITS), probabilities);
  let digit = 0;
  for (let other = 1; other < DIGITS; other++) if (logits[first + other] > logits[first + digit]) digit = other;
  return { probabilities, digit };
}

function nextIn({ logits }: PenTrace, ids: Uint8Array): Float32Array {
  const first = (ids.length - 1) * VOCABULARY.length;
  const legal = legalAfter(ids);
  const shares = Float32Array.from(legal, (token) => logits[first + token]);
  softmax(shares, shares);
  const next = new Float32Array(VOCABULARY.length);
  legal.forEach((token, i) => {
    next[token] = shares[i];
  });
  return next;
}
