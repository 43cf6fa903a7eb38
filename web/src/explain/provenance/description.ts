/**
 * The answer to "where does this number come from, and what does it do next?", as data: one description from which
 * highlight, lines, formula and text are all made. Sums are accumulated in float64.
 */

import type { Trace } from '../../net/cnn/trace.ts';
import type { Weights } from '../../net/cnn/weights.ts';
import type { Contributions } from '../contributions.ts';
import type { Link, Part, Unit } from '../unit.ts';

/** What the explanation of a drawing is taken from. */
export interface Evidence {
  readonly trace: Trace;
  readonly weights: Weights;
  readonly contributions: Contributions;
}

/**
 * How what flows into the logits is told: as computed, or against the average digit, with the weights and biases less
 * their means over the ten digits, which leaves the softmax as it is.
 */
export type LogitForm = 'computed' | 'average';

/** Something that feeds a part. */
export interface Term<Source extends Part = Part> {
  readonly source: Source;
  /** The source's value. */
  readonly input: number;
  /** What it brings, signed. */
  readonly amount: number;
}

/** Something that a part feeds. */
export interface Feed {
  readonly target: Exclude<Part, Link>;
  /** There is none where a number is only selected, exponentiated, or made of many products. */
  readonly weight?: number;
  /** What the part brings to the target: the amount of the target's own term for it. */
  readonly amount: number;
  /** Whether a pooled cell takes this activation. */
  readonly wins?: boolean;
}

interface Described<Kind extends string> {
  readonly kind: Kind;
  readonly part: Part;
  /** The part's value. */
  readonly output: number;
  readonly feeds: readonly Feed[];
}

/** A cell of the input, or all of it: comes from the drawing itself. `output` is its ink, or all ink. */
export interface Ink extends Described<'ink'> {
  readonly terms: readonly Term[];
}

export interface Product extends Term<Unit> {
  readonly weight: number;
}

/**
 * Inputs × weights + bias: a cell of a convolution, an FC unit, a logit. Or a link: its source's units, each with the
 * sum of the weights through which the target's live units look at it; `output` is the link's contribution.
 */
export interface WeightedSum extends Described<'sum'> {
  readonly terms: readonly Product[];
  readonly bias: number;
  /** Σ products + bias. */
  readonly sum: number;
  /** The same as the forward pass computed it. */
  readonly preactivation: number;
  /** Whether a ReLU makes `output` of it. */
  readonly rectified: boolean;
  /** What a dead unit's pre-activation would have to gain, and more, to be live; 0 if it is live or has no ReLU. */
  readonly needed: number;
}

export interface Choice extends Term<Unit> {
  /** The first largest in row order, if above 0. */
  readonly wins: boolean;
}

/** Max-pooling; the winner brings its activation, the others 0. */
export interface Largest extends Described<'largest'> {
  readonly terms: readonly Choice[];
}

/** Softmax; each logit brings exp(logit − largest). */
export interface Softmax extends Described<'softmax'> {
  readonly terms: readonly Term<Unit>[];
  /** The largest logit. */
  readonly largest: number;
  /** Σ exponentials. */
  readonly sum: number;
}

/**
 * A node of the diagram: the contributions of the nodes before it and its live biases. `output` is its summed
 * activation, and a source's input is that node's.
 */
export interface Contributed extends Described<'contributions'> {
  readonly terms: readonly Term[];
  readonly bias: number;
  /** Σ contributions + bias. */
  readonly sum: number;
  /** How many of its pooled cells or units are live: each adds its bias once. */
  readonly live: number;
}

export type Provenance = Ink | WeightedSum | Largest | Softmax | Contributed;

/** A provenance without the direction forwards. */
export type Origin = WithoutFeeds<Provenance>;
type WithoutFeeds<One> = One extends Provenance ? Omit<One, 'feeds'> : never;
export type OriginOf<Kind extends Provenance['kind']> = Extract<Origin, { kind: Kind }>;

/** A node of the diagram: what Contributions add up to. */
export type Node = Exclude<Part, Unit | Link>;
