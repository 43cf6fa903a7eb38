/**
 * Writing: one token after the other, each drawn from what the network expects next. Everything is computed in float64, and
 * probabilities are summed in order of ids, so that the page writes what Python writes for the same seed.
 */

import { CONTEXT, END, FIRST_DIGIT, VOCABULARY, WRITE } from './description.ts';
import { type GeneratorState, nextUniform, seededGenerator } from './generator.ts';
import { legalAfter } from './grammar.ts';

export interface WritingOptions {
  /** What the logits are divided by; 0: always the most probable token, the lowest id among equals. */
  readonly temperature: number;
  /** Only so many of the most probable tokens may be chosen, the lowest ids among equals; null: all. */
  readonly topK: number | null;
  /** 0 … 2³² − 1; the same writes the same. */
  readonly seed: number;
}

/** One token's choice. */
export interface Choice {
  /** (token of the vocabulary), with which it was chosen: 0 for those that may not come. */
  readonly probabilities: Float64Array;
  /** The number from 0 to 1 that was drawn: the token is the first at which the probabilities, summed in order of ids, exceed it. */
  readonly uniform: number;
  readonly token: number;
}

export interface Written {
  /** All tokens: those given, those written, and END if it came. */
  readonly ids: Uint8Array;
  /** How many of them were given. */
  readonly given: number;
  /** Whether the network ended by itself; if not, the context was full, and the writing failed. */
  readonly ended: boolean;
  /** Of each token written. */
  readonly choices: readonly Choice[];
}

/** A writing under way; it is replaced, never changed. */
export interface Progress extends Written {
  readonly options: WritingOptions;
  /** With which the next number is drawn. */
  readonly random: GeneratorState;
  /** Whether the context was full before an end came. */
  readonly failed: boolean;
}

/** The choice of a writing's next token. */
export interface Weighed {
  readonly choice: Choice;
  /** As the choice's probabilities, but with no limit to the most probable tokens; at temperature 0, as at temperature 1. */
  readonly uncut: Float64Array;
  /** With which the number after this one is drawn. */
  readonly random: GeneratorState;
}

/** The logits (token of the vocabulary) of what follows a sequence, as `logitsAfter` gives them. */
export type Expect = (ids: Uint8Array) => Float64Array;

/** What a digit's writing begins with. @throws RangeError if it is none */
export function writingOf(digit: number): Uint8Array {
  if (!(Number.isInteger(digit) && digit >= 0 && digit <= 9))
    throw new RangeError(`A digit to be written must be a whole number from 0 to 9, not ${digit}.`);
  return Uint8Array.of(WRITE, FIRST_DIGIT + digit);
}

/** A writing of which nothing is written yet. @throws RangeError if an option is out of its range */
export function beginWriting(start: Uint8Array, options: WritingOptions): Progress {
  checkOptions(options);
  const random = seededGenerator(options.seed);
  return { ids: start, given: start.length, ended: false, failed: false, choices: [], options, random };
}

export function isOver({ ended, failed }: Pick<Progress, 'ended' | 'failed'>): boolean {
  return ended || failed;
}

/** Chooses a writing's next token. @throws RangeError if the sequence is against the grammar, or a logit not finite */
export function weighNext(expect: Expect, { ids, options, random }: Progress): Weighed {
  const { temperature } = options;
  const logits = expect(ids);
  const probabilities = nextProbabilities(logits, ids, options);
  const uncut = nextProbabilities(logits, ids, { temperature: temperature === 0 ? 1 : temperature, topK: null });
  const after = random.slice();
  const uniform = nextUniform(after);
  return { choice: { probabilities, uniform, token: chosenToken(probabilities, uniform) }, uncut, random: after };
}

/** A writing with its next token; in a full context, only END has room. */
export function taken(progress: Progress, { choice, random }: Weighed): Progress {
  const { ids, choices } = progress;
  const ended = choice.token === END;
  if (!ended && ids.length === CONTEXT) return { ...progress, random, failed: true };
  return { ...progress, ids: Uint8Array.from([...ids, choice.token]), ended, choices: [...choices, choice], random };
}

/**
 * The probabilities (token of the vocabulary) with which the next token is chosen, given the logits after a sequence: 0 for
 * those that may not come.
 * @throws RangeError if an option is out of its range, the sequence against the grammar, or a logit not finite
 */
export function nextProbabilities(
  logits: ArrayLike<number>,
  ids: Uint8Array,
  { temperature, topK }: Omit<WritingOptions, 'seed'>,
): Float64Array {
  checkOptions({ temperature, topK });
  const legal = legalAfter(ids);
  const probabilities = new Float64Array(VOCABULARY.length);
  if (legal.length === 0) return probabilities;
  if (!legal.every((token) => Number.isFinite(logits[token])))
    throw new RangeError("The network's logits are not finite.");
  const byRank = [...legal].sort((one, other) => logits[other] - logits[one] || one - other);
  const largest = logits[byRank[0]];
  if (temperature === 0) {
    probabilities[byRank[0]] = 1;
    return probabilities;
  }
  const kept = byRank.slice(0, topK ?? byRank.length).sort((one, other) => one - other);
  let total = 0;
  for (const token of kept) {
    probabilities[token] = Math.exp((logits[token] - largest) / temperature);
    total += probabilities[token];
  }
  for (const token of kept) probabilities[token] /= total;
  return probabilities;
}

/** The first token at which the probabilities, summed in order of ids, exceed a number from 0 to 1. */
export function chosenToken(probabilities: Float64Array, uniform: number): number {
  let total = 0;
  let last = 0;
  for (let token = 0; token < probabilities.length; token++) {
    total += probabilities[token];
    if (total > uniform) return token;
    if (probabilities[token] > 0) last = token;
  }
  return last; // rounding left the sum of all just below the number
}

function checkOptions({ temperature, topK }: Omit<WritingOptions, 'seed'>): void {
  if (!(Number.isFinite(temperature) && temperature >= 0))
    throw new RangeError(`A temperature must be a number of at least 0, not ${temperature}.`);
  if (topK !== null && !(Number.isInteger(topK) && topK >= 1))
    throw new RangeError(`topK must be null or a whole number of at least 1, not ${topK}.`);
}
