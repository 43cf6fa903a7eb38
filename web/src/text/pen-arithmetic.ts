/** The arithmetic of a number of the pen's network as text: the lines that add up to it, and a sentence about it. */

import type { PenPart } from '../explain/pen/parts.ts';
import {
  isRow,
  type PenFeed,
  type PenOrigin,
  type PenOriginOf,
  type PenTerm,
} from '../explain/pen/provenance/description.ts';
import type { NumberStyle } from './formula.ts';
import { nameFrom, ownName, quantityName, termName } from './pen-parts.ts';
import { decimalsFor, lineName, type PrintedSum, printSum, type SumLine } from './sums.ts';
import { say, type Words } from './words.ts';

/** A text that may lead to a part. */
export interface PenLink {
  readonly text: string;
  readonly part: PenPart | null;
}

export interface PenSumRow {
  /** What the line is about: "unit 5: −0.42 × 0.31". */
  readonly head: readonly PenLink[];
  /** The amount, as printed. */
  readonly text: string;
  /** The running total before and after, as printed. */
  readonly from: number;
  readonly to: number;
  /** The result; of a softmax, the exponential that is the part's own. */
  readonly mark: 'result' | 'own' | null;
}

export interface PenArithmetic {
  readonly decimals: number;
  /** The lines, which as printed add up to the last one; where nothing is added up, a line for the input, and the result. */
  readonly rows: readonly PenSumRow[];
  /** What is added up, as printed; null if nothing is. */
  readonly printed: PrintedSum | null;
}

/** The largest terms get lines of their own. */
const SHOWN = 8;
/** Besides them: the smaller ones, rounding and the sum. */
const OTHER_LINES = 3;
/** Token, position, the pen's place along both axes, the lifted pen. */
const MOST_TABLES = 5;
const SOFTMAX_DECIMALS = 4;
/** With all terms. */
const MORE_DECIMALS = 4;
const FEEDS_SHOWN = 6;

export function penArithmetic(
  origin: PenOrigin,
  ids: Uint8Array,
  style: NumberStyle,
  detail: 'usual' | 'full' = 'usual',
): PenArithmetic {
  const { terms, part } = origin;
  const isFull = detail === 'full';
  const bias = 'bias' in origin && origin.bias !== null ? { bias: origin.bias } : {};
  const usual =
    origin.kind === 'softmax' ? SOFTMAX_DECIMALS : decimalsFor({ terms: [...terms, ...biasTerm(origin)], sum: 0 });
  const decimals = isFull ? usual + MORE_DECIMALS : usual;
  const name = (term: PenTerm): PenLink[] => termHead(term, origin, ids, style, decimals);
  if (!('sum' in origin)) return { decimals, rows: valueRows(origin, style), printed: null };

  const order = origin.kind === 'addition' ? 'given' : 'largest first';
  const printed = printSum(
    { terms, ...bias, sum: summedTo(origin) },
    { decimals, shown: isFull ? terms.length : SHOWN, order },
    style.write,
  );
  const unit = 10 ** decimals;
  let total = 0;
  const rows = printed.lines.map((line): PenSumRow => {
    const from = total / unit;
    total += line.steps;
    const head = line.kind === 'term' ? name(terms[line.terms[0]]) : [unlinked(groupName(style.words, line, origin))];
    const mark = origin.kind === 'softmax' && line.terms[0] === origin.own && line.kind === 'term' ? 'own' : null;
    return { head, text: line.text, from, to: total / unit, mark };
  });
  const quantity = origin.kind === 'softmax' || (origin.kind === 'products' && origin.divisor !== 1);
  const result = quantity ? say(style.words, 'diagram.tableSum') : quantityName(style.words, part);
  rows.push({ head: [unlinked(result)], text: printed.signedTotal, from: 0, to: total / unit, mark: 'result' });
  return { decimals, rows, printed };
}

/** Exponentials of 0 are those of masked tokens. */
function groupName(words: Words, line: SumLine, { kind }: PenOrigin): string {
  return kind === 'softmax' && line.kind === 'silent'
    ? say(words, 'penInspector.masked', { count: line.terms.length })
    : lineName(words, line);
}

/** As many rows as the part needs whatever is drawn, but for rare ones: numbers of a trace that happen to be 0. */
export function mostPenRows(origin: PenOrigin): number {
  const { kind, terms, part } = origin;
  if (kind === 'masked') return 0;
  if (kind === 'relu') return 2;
  if (kind === 'addition') return part.quantity === 'embedding' ? MOST_TABLES + 2 : terms.length + 2;
  if (kind === 'normalization') return 4;
  const hasBias = kind === 'products' && origin.bias !== null;
  // Silent units, or masked tokens, together.
  return (
    SHOWN + OTHER_LINES + Number(hasBias) + Number(part.quantity === 'fedForward' || part.quantity === 'probability')
  );
}

/** What the page's lines add up to: what the forward pass made of it, but for exponentials and what is then divided. */
function summedTo(origin: Exclude<PenOrigin, PenOriginOf<'relu' | 'masked'>>): number {
  if (origin.kind === 'softmax') return origin.sum;
  return origin.kind === 'products' && origin.divisor !== 1 ? origin.sum : origin.output;
}

function biasTerm(origin: PenOrigin): { amount: number }[] {
  return 'bias' in origin && origin.bias !== null ? [{ amount: origin.bias }] : [];
}

/** "9, up and right: 0.12 × −0.42", both numbers links in attention; what is masked counts as −∞. */
function termHead(
  term: PenTerm,
  origin: PenOrigin,
  ids: Uint8Array,
  { words, write }: NumberStyle,
  decimals: number,
): PenLink[] {
  const { source, input } = term;
  const { part } = origin;
  if (origin.kind === 'addition')
    return isRow(source)
      ? [unlinked(termName(words, source, part, ids))]
      : [{ text: quantityName(words, source), part: source }];
  if (isRow(source)) return [];
  if (origin.kind === 'normalization') {
    const { mean, deviation, gain } = origin;
    return [{ text: write((input - mean) / deviation, 3), part: source }, unlinked(` × ${write(gain, 3)}`)];
  }
  const name = unlinked(`${termName(words, source, part, ids)}: `);
  if (origin.kind === 'softmax') {
    const power = term.amount === 0 ? '−∞' : write(input - origin.largest, Math.min(decimals, 2));
    return [name, { text: `exp(${power})`, part: source }];
  }
  const { weight, factor } = term as PenOriginOf<'products'>['terms'][number];
  const short = Math.min(decimals, 3);
  const numbers: PenLink[] = [
    // A head's lines name their tokens, which takes room.
    { text: write(input, part.quantity === 'head' ? 2 : short), part: source },
    { text: write(weight, short), part: factor },
  ];
  // Attention stands before what it weighs.
  if (part.quantity === 'head') numbers.reverse();
  return [name, numbers[0], unlinked(' × '), numbers[1]];
}

/** Of what is no sum. */
function valueRows(origin: PenOriginOf<'relu' | 'masked'>, { words, write }: NumberStyle): PenSumRow[] {
  if (origin.kind === 'masked') return [];
  const [{ source, input }] = origin.terms;
  const row = (head: PenLink, value: number, mark: PenSumRow['mark']): PenSumRow => ({
    head: [head],
    text: write(value, 3),
    from: 0,
    to: value,
    mark,
  });
  return [
    row({ text: ownName(words, source), part: source }, input, null),
    row(unlinked(quantityName(words, origin.part)), origin.output, 'result'),
  ];
}

export interface PenFeedRow {
  readonly head: PenLink;
  /** What it brings; empty where that is no number of its own. */
  readonly text: string;
}

/** What the number feeds, the largest first, and how many more there are. */
export function penFeedRows(
  part: PenPart,
  feeds: readonly PenFeed[],
  { words, write }: NumberStyle,
): { readonly rows: readonly PenFeedRow[]; readonly more: number } {
  const sized = [...feeds].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount)).slice(0, FEEDS_SHOWN);
  const decimals = Math.min(4, decimalsFor({ terms: feeds, sum: 0 }));
  const isExponential = part.quantity === 'score' || part.quantity === 'logit';
  const rows = sized.map(({ target, amount }) => ({
    head: { text: nameFrom(words, target, part), part: target },
    text: isExponential ? '' : write(amount, decimals, 'plus and minus'),
  }));
  return { rows, more: feeds.length - rows.length };
}

function unlinked(text: string): PenLink {
  return { text, part: null };
}
