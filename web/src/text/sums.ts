/** Sums whose printed lines add up exactly, in decimals, to the printed sum. */

import type { Origin } from '../explain/provenance/description.ts';
import type { Part } from '../explain/unit.ts';
import { partName } from './parts.ts';
import type { WriteQuantity } from './quantities.ts';
import { say, type Words } from './words.ts';

export interface SumLine {
  /**
   * A single term; the small ones together; those that are 0 together; all others together; the bias; what rounding all of
   * these has lost or gained.
   */
  readonly kind: 'term' | 'smaller' | 'silent' | 'others' | 'bias' | 'rounding';
  /** The terms it stands for, by their indices. */
  readonly terms: readonly number[];
  /** The amount, signed: "+0.31", "−0.10", "0.00". */
  readonly text: string;
  /** The sum of all lines so far: "1.23". */
  readonly total: string;
  /** The amount that is printed, in whole units of the last decimal. */
  readonly steps: number;
}

export interface PrintedSum {
  readonly lines: readonly SumLine[];
  /** "1.23", as it stands behind an equals sign; equal to the last line's total. */
  readonly total: string;
  /** "+1.23", as it stands below the lines: signed as they are. */
  readonly signedTotal: string;
  readonly decimals: number;
}

export interface Sum {
  readonly terms: readonly { readonly amount: number }[];
  readonly bias?: number;
  /** What the terms and the bias add up to. */
  readonly sum: number;
}

export interface SumStyle {
  readonly decimals: number;
  /** How many terms get lines of their own at most: the largest. */
  readonly shown: number;
  /** Whether these come as they are, or the largest first. */
  readonly order: 'given' | 'largest first';
  /** Keeps the number of lines, whatever the amounts: for what must not move. */
  readonly steady?: boolean;
}

/**
 * What a provenance adds up, if it does, to what the forward pass made of it, so that the sum reads the same wherever it
 * is shown. A link has no bias, and a softmax adds exponentials.
 */
export function sumIn(provenance: Origin): Sum | null {
  const { kind, terms } = provenance;
  if (kind === 'ink' || kind === 'largest') return null;
  if (kind === 'softmax') return { terms, sum: provenance.sum };
  const { bias, part } = provenance;
  const sum = kind === 'sum' ? provenance.preactivation : provenance.output;
  return part.layer === 'link' ? { terms, sum } : { terms, bias, sum };
}

/** Three significant digits of the largest term, and two decimals at least. */
export function decimalsFor({ terms }: Sum): number {
  const largest = terms.reduce((most, { amount }) => Math.max(most, Math.abs(amount)), 0);
  return largest === 0 ? 2 : Math.min(8, Math.max(2, 2 - Math.floor(Math.log10(largest))));
}

/**
 * Terms of 0 are silent, and the smaller ones grouped, with all that would be printed as 0: none is dropped. A line is
 * there only if it stands for something. A steady sum has one line for all others, and one for rounding, in any case.
 */
export function printSum({ terms, bias, sum }: Sum, style: SumStyle, write: WriteQuantity): PrintedSum {
  const { decimals, shown, order, steady = false } = style;
  const amountOf = (index: number) => terms[index].amount;
  const sized = [...terms.keys()].sort((a, b) => Math.abs(amountOf(b)) - Math.abs(amountOf(a)));
  const live = sized.filter((index) => amountOf(index) !== 0);
  const rounded = live.findIndex((index) => stepsIn(amountOf(index), decimals) === 0);
  const count = Math.min(shown, rounded < 0 ? live.length : rounded);
  // A group of one would take a line, too.
  const single = steady ? sized.slice(0, shown) : live.slice(0, live.length === count + 1 ? live.length : count);
  const smaller = steady ? sized.slice(shown) : live.slice(single.length);
  const silent = steady ? [] : sized.slice(live.length);
  if (order === 'given') single.sort((a, b) => a - b);

  const unit = 10 ** decimals;
  const lines: SumLine[] = [];
  let total = 0;
  const add = (kind: SumLine['kind'], of: readonly number[], steps: number): void => {
    total += steps;
    const text = write(steps / unit, decimals, 'plus and minus');
    lines.push({ kind, terms: of, steps, text, total: write(total / unit, decimals) });
  };
  for (const index of single) add('term', [index], stepsIn(amountOf(index), decimals));
  const smallAmount = smaller.reduce((partial, index) => partial + amountOf(index), 0);
  if (smaller.length > 0) add(steady ? 'others' : 'smaller', smaller, stepsIn(smallAmount, decimals));
  if (silent.length > 0) add('silent', silent, 0);
  if (bias !== undefined) add('bias', [], stepsIn(bias, decimals));
  const rest = stepsIn(sum, decimals) - total;
  if (rest !== 0 || steady) add('rounding', [], rest);
  const totalIn = (sign?: 'plus and minus') => write(total / unit, decimals, sign);
  return { lines, total: totalIn(), signedTotal: totalIn('plus and minus'), decimals };
}

/** What rounding the summands to so many decimals has lost or gained, as in the sum's line of that name. */
export function roundingIn(summands: readonly number[], sum: number, decimals: number): number {
  const printed = summands.reduce((total, summand) => total + stepsIn(summand, decimals), 0);
  return (stepsIn(sum, decimals) - printed) / 10 ** decimals;
}

/** The nearest whole number of units of the last decimal, by the decimal value itself, halves away from 0. */
function stepsIn(quantity: number, decimals: number): number {
  return Math.round(Number(quantity.toFixed(decimals)) * 10 ** decimals) + 0;
}

/** What a line stands for, a single term by its source: "Conv2 map 12", "12 smaller". */
export function sourceName(words: Words, line: SumLine, terms: readonly { readonly source: Part }[]): string {
  return line.kind === 'term' ? partName(words, terms[line.terms[0]].source) : lineName(words, line);
}

/** What a line stands for, if not for a single term: "12 smaller", "37 silent", "49 others", "bias", "rounding". */
export function lineName(words: Words, { kind, terms }: SumLine): string {
  return kind === 'term' ? '' : say(words, `sum.${kind}`, { count: terms.length });
}
