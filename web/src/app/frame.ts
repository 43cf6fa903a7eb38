import type { Contributions } from '../explain/contributions.ts';
import type { InkVerdict } from '../explain/verdict.ts';
import type { Drawing } from '../ink/drawing.ts';
import type { Trace } from '../net/forward.ts';
import type { Palette } from '../views/parts/color.ts';
import type { Numbers } from '../views/parts/numbers.ts';
import type { State } from './state.ts';
import type { Words } from './words.ts';

export type Verdict = InkVerdict | 'empty';

/** What the network reads in the drawing. */
export interface Reading {
  readonly verdict: Verdict;
  /** The most probable digit; null while nothing is drawn. */
  readonly digit: number | null;
  /** Ten shares of 1; null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
}

/** All that the views show, worked out from the State: each part is remembered until what it is made from changes. */
export interface Frame {
  readonly state: State;
  readonly drawing: Drawing;
  /** 28×28, 0 to 1; null while nothing is drawn. This, `trace` and `contributions` are reused buffers: copy what must last. */
  readonly input: Float32Array | null;
  readonly trace: Trace | null;
  readonly contributions: Contributions | null;
  readonly reading: Reading;
  /** Another number whenever input, trace, contributions and reading were worked out anew. */
  readonly revision: number;
  /** BCP 47 tag of the words' language. */
  readonly language: string;
  readonly words: Words;
  readonly numbers: Numbers;
  /** Another object whenever the colours in force changed. */
  readonly palette: Palette;
}
