/**
 * The answer to "where does this number of the pen's network come from, and what does it do next?", as data: one description
 * from which formula, sums, text and JSON are all made. Sums are accumulated in float64.
 */

import type { PenTrace } from '../../../net/pen/trace.ts';
import type { PenWeights } from '../../../net/pen/weights.ts';
import type { PenPart } from '../parts.ts';

/** What the explanation of a sequence is taken from. */
export interface PenEvidence {
  readonly trace: PenTrace;
  readonly weights: PenWeights;
}

/** The tables of which the embedding adds up one row each, and the vector for the lifted pen. */
export type EmbeddingTable = 'token' | 'position' | 'placeX' | 'placeY' | 'penUp';

/** A parameter that is added as it is: one unit of a row of a table. */
export interface PenRow {
  readonly table: EmbeddingTable;
  readonly row: number;
  readonly unit: number;
}

/** Something that feeds a part. */
export interface PenTerm {
  readonly source: PenPart | PenRow;
  /** The source's value. */
  readonly input: number;
  /** What it brings, signed. */
  readonly amount: number;
}

export interface PenProduct extends PenTerm {
  readonly source: PenPart;
  /** What the input is multiplied by: a weight or, in attention, another number of the trace. */
  readonly weight: number;
  /** That number; null for a weight. */
  readonly factor: PenPart | null;
}

/** Something that a part feeds. */
export interface PenFeed {
  readonly target: PenPart;
  /** What the part brings to the target: the amount of the target's own term for it. */
  readonly amount: number;
}

interface Described<Kind extends string> {
  readonly kind: Kind;
  readonly part: PenPart;
  /** The part's value. */
  readonly output: number;
  readonly feeds: readonly PenFeed[];
}

/** The rows of the embedding, or the residual stream with what is added to it. */
export interface Addition extends Described<'addition'> {
  readonly terms: readonly PenTerm[];
  /** Σ amounts. */
  readonly sum: number;
}

/**
 * (input − mean) / deviation × gain + bias; mean and variance are those of all units of the token's residual stream. The
 * single term is the unit's own; its weight is gain / deviation, and its amount what the bias is added to.
 */
export interface Normalization extends Described<'normalization'> {
  readonly terms: readonly [PenProduct];
  readonly mean: number;
  readonly variance: number;
  /** √(variance + epsilon). */
  readonly deviation: number;
  /** The unit's own parameters. */
  readonly gain: number;
  readonly bias: number;
  /** The term's amount + bias. */
  readonly sum: number;
}

/**
 * Inputs × weights, with a bias where a linear layer has one; a score's products are of query and key, a head's output's of
 * attention and value, a logit's of the residual stream and the token's embedding.
 */
export interface Products extends Described<'products'> {
  readonly terms: readonly PenProduct[];
  readonly bias: number | null;
  /** Σ products + bias. */
  readonly sum: number;
  /** What the sum is divided by: √units of a head for a score, else 1. */
  readonly divisor: number;
}

/** One exponential over the sum of all; each term brings exp(input − largest), and 0 if it is masked: a token that may not follow. */
export interface PenSoftmax extends Described<'softmax'> {
  readonly terms: readonly (PenTerm & { readonly source: PenPart })[];
  /** Which of the terms is the part's own. */
  readonly own: number;
  readonly largest: number;
  /** Σ exponentials. */
  readonly sum: number;
}

/** ReLU of a single number. */
export interface Rectified extends Described<'relu'> {
  readonly terms: readonly [PenTerm & { readonly source: PenPart }];
}

/** Attention to a later token: there is nothing to compute. */
export interface Masked extends Described<'masked'> {
  readonly terms: readonly [];
}

export type PenProvenance = Addition | Normalization | Products | PenSoftmax | Rectified | Masked;

/** A provenance without the direction forwards. */
export type PenOrigin = WithoutFeeds<PenProvenance>;
type WithoutFeeds<One> = One extends PenProvenance ? Omit<One, 'feeds'> : never;
export type PenOriginOf<Kind extends PenProvenance['kind']> = Extract<PenOrigin, { kind: Kind }>;

export function isRow(source: PenPart | PenRow): source is PenRow {
  return 'table' in source;
}
