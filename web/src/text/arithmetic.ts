/** A unit's arithmetic as text: its formulas, the lines that add up to its sum, and what becomes of that. */

import type { LogitForm, Origin } from '../explain/provenance/description.ts';
import { subtotalsOf } from '../explain/provenance/subtotals.ts';
import { cellPlace, type Part } from '../explain/unit.ts';
import { type NumberStyle, numberFormulas, symbolFormulas } from './formula.ts';
import type { Formula } from './notation.ts';
import { partName, stepName } from './parts.ts';
import { decimalsFor, lineName, type PrintedSum, printSum, sumIn } from './sums.ts';
import { say, type Words } from './words.ts';

export interface ArithmeticRow {
  readonly name: string;
  /** What the line is about, if it is a single part. */
  readonly part: Part | null;
  /** The amount, as printed. */
  readonly text: string;
  /** The running total before and after, as printed: where the waterfall's bar begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The result, or the term that makes it. */
  readonly strong: boolean;
}

/** How much is printed: a convolution's largest products or the nodes' shares; or every term, with more decimals. */
export type Detail = 'usual' | 'full';

/** Products with a line of their own. */
const PRODUCTS_SHOWN = 8;
/** Nodes with a line of their own: all of them. */
const NODES_SHOWN = 16;
/** The exponentials' decimals. */
const SOFTMAX_DECIMALS = 4;
/** With full detail. */
const MORE_DECIMALS = 4;

/** A unit's arithmetic with one amount of detail. */
export interface Arithmetic {
  readonly decimals: number;
  /** The lines, which as printed add up to the last one where anything is added up. */
  readonly rows: readonly ArithmeticRow[];
  /** What is added up, as printed. */
  readonly printed: PrintedSum | null;
  /** What the printed lines count by: a kernel's or a link's products, else the nodes' shares; every term in full detail. */
  readonly summands: readonly { readonly source: Part; readonly amount: number }[];
}

export function arithmeticOf(origin: Origin, style: NumberStyle, detail: Detail = 'usual'): Arithmetic {
  const { terms } = origin;
  const sum = sumIn(origin);
  const isFull = detail === 'full';
  const summands = isFull ? terms : summandsOf(origin);
  const usual = origin.kind === 'softmax' ? SOFTMAX_DECIMALS : decimalsFor({ terms: summandsOf(origin), sum: 0 });
  const decimals = isFull ? usual + MORE_DECIMALS : usual;
  const shown = isFull ? terms.length : shownOf(origin.part);
  const printed =
    sum && printSum({ ...sum, terms: summands }, { decimals, shown, order: 'largest first' }, style.write);
  const result = (name: string, text: string, to: number) => ({ name, part: null, text, from: 0, to, strong: true });
  if (printed === null) return { decimals, rows: valueRows(), printed, summands };

  const unit = 10 ** decimals;
  const rows: ArithmeticRow[] = [];
  let total = 0;
  const rowOf = (index: number, text: string, from: number): ArithmeticRow => {
    const { source } = summands[index];
    return { name: summandName(index), part: source, text, from, to: total / unit, strong: false };
  };
  for (const line of printed.lines) {
    const from = total / unit;
    total += line.steps;
    if (line.kind === 'term') rows.push(rowOf(line.terms[0], line.text, from));
    else {
      // Each exponential can be asked, although those that print as 0 are added up together.
      const text = say(style.words, 'number.below', { number: style.write(1 / unit, decimals) });
      if (origin.kind === 'softmax') rows.push(...line.terms.map((index) => rowOf(index, text, total / unit)));
      rows.push({ ...result(lineName(style.words, line), line.text, total / unit), from, strong: false });
    }
  }
  rows.push(result(say(style.words, 'diagram.tableSum'), printed.signedTotal, total / unit));
  return { decimals, rows, printed, summands };

  function summandName(index: number): string {
    const { words, write } = style;
    const term = summands[index];
    if (origin.kind === 'softmax')
      return `${stepName(words, term.source)}: exp(${write(origin.terms[index].input - origin.largest, isFull ? decimals : 2)})`;
    if ('weight' in term)
      return `${write(origin.terms[index].input, decimals)} × ${write(Number(term.weight), decimals)}`;
    return partName(words, term.source);
  }

  /** Of what is only compared. */
  function valueRows(): ArithmeticRow[] {
    const { words, write } = style;
    const value = result(
      say(words, origin.kind === 'ink' ? 'value.ink' : 'value.pooled'),
      write(origin.output, decimals),
      origin.output,
    );
    const compared = terms.map(({ source, input, amount }) => ({
      ...result(cellName(words, source), write(input, decimals), input),
      part: source,
      strong: amount > 0,
    }));
    return [...compared, value];
  }
}

/** As many rows as the unit ever needs in the usual detail, whatever is drawn. */
export function mostRows(origin: Origin): number {
  const { kind, part } = origin;
  const summands = summandsOf(origin).length;
  if (kind === 'softmax' || kind === 'largest' || kind === 'ink') return summands + (kind === 'softmax' ? 3 : 1);
  return Math.min(summands, shownOf(part) + 2) + 3;
}

/** In symbols, then with this drawing's numbers where the rows don't show them. */
export function formulasOf(
  origin: Origin,
  printed: PrintedSum | null,
  style: NumberStyle,
  form: LogitForm,
): readonly Formula[] {
  const summed = origin.kind === 'sum' ? 0 : origin.kind === 'softmax' ? 1 : -1;
  const numbers = numberFormulas(origin, printed, style, form).filter((_, i) => i !== summed);
  return [...symbolFormulas(origin, form), ...numbers];
}

/** What becomes of the sum, or which input wins, in a sentence; empty if nothing more does. */
export function noteOf(origin: Origin, { words, write }: NumberStyle): string {
  const { kind, terms, output } = origin;
  if (kind === 'ink') return say(words, 'unit.ink');
  if (kind === 'largest') {
    const winner = terms.find(({ wins }) => wins);
    return winner ? say(words, 'unit.wins', { cell: cellName(words, winner.source) }) : say(words, 'unit.noWinner');
  }
  if (kind !== 'sum' || !origin.rectified) return '';
  if (output > 0) return say(words, 'unit.live');
  const { needed } = origin;
  // A narrow miss must not read as 0.
  const decimals = Math.max(
    ...[summandsOf(origin), [{ amount: needed }]].map((amounts) => decimalsFor({ terms: amounts, sum: 0 })),
  );
  return say(words, 'unit.dead', { amount: write(needed, decimals) });
}

/** "cell 3, 7"; of one layer only, so that nothing else needs saying. */
export function cellName(words: Words, part: Part): string {
  if (!('cell' in part)) return '';
  const { row, column } = cellPlace(part.layer, part.cell);
  return say(words, 'part.cell', { row: row + 1, column: column + 1 });
}

/** What is added up line by line: the products of a single kernel or a link, or the nodes' shares. */
function summandsOf({ kind, terms, part }: Origin) {
  return kind === 'sum' && shownOf(part) !== PRODUCTS_SHOWN ? subtotalsOf(terms) : terms;
}

function shownOf({ layer }: Part): number {
  return layer === 'conv1' || layer === 'link' ? PRODUCTS_SHOWN : NODES_SHOWN;
}
