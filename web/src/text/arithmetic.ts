/** A unit's arithmetic as text: the lines of its table, what becomes of its sum, and every term at full precision. */

import type { LogitForm, Origin, OriginOf } from '../explain/provenance/description.ts';
import { subtotalsOf } from '../explain/provenance/subtotals.ts';
import type { Part } from '../explain/unit.ts';
import { type Formula, type NumberStyle, numberFormulas, symbolFormulas } from './formula.ts';
import { partName, stepName } from './parts.ts';
import type { WriteQuantity } from './quantities.ts';
import { decimalsFor, lineName, type PrintedSum, printSum, type Sum, sumIn } from './sums.ts';
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

export interface Arithmetic {
  readonly decimals: number;
  /** In symbols, then with this drawing's numbers where the rows don't show them. */
  readonly formulas: readonly Formula[];
  readonly rows: readonly ArithmeticRow[];
  /** What becomes of it, in a sentence; may be empty. */
  readonly note: string;
}

/** Terms with a line of their own. */
const TERMS_SHOWN = 8;
/** Nodes with a line of their own: all of them. */
const NODES_SHOWN = 16;
/** The exponentials' decimals. */
const SOFTMAX_DECIMALS = 4;
const MORE_DECIMALS = 4;

export function arithmeticOf(origin: Origin, form: LogitForm, style: NumberStyle): Arithmetic {
  const printed = printedOf(origin, style.write);
  const decimals = printed?.decimals ?? decimalsFor({ terms: origin.terms, sum: 0 });
  const numbers = numberFormulas(origin, printed, style, form);
  return {
    decimals,
    // The rows are the sum with its numbers.
    formulas: [...symbolFormulas(origin, form), ...numbers.filter((_, i) => i !== sumFormula(origin))],
    rows: rowsOf(origin, printed, decimals, style),
    note: noteOf(origin, decimals, style),
  };
}

/** As many rows as the unit ever needs, whatever is drawn. */
export function mostRows({ kind, terms, part }: Origin): number {
  if (kind === 'ink') return 0;
  if (kind === 'largest') return terms.length + 1;
  if (kind === 'softmax') return terms.length + 3;
  const nodes = part.layer === 'conv1' ? terms.length : subtotalsOf(terms).length;
  return Math.min(nodes, shownOf(part) + 2) + 3;
}

/** Every term that is not 0, with all that it is made of; the lines add up to the last one. */
export function exactLines(origin: Origin, { words, write, probability }: NumberStyle): string[] {
  const { kind, terms, output } = origin;
  const sum = sumIn(origin);
  const decimals = decimalsFor({ terms, sum: 0 }) + MORE_DECIMALS;
  const number = (value: number) => write(value, decimals);
  if (kind === 'ink') return [number(output)];
  if (sum === null) return terms.map(({ source, input }) => `${number(input)} · ${partName(words, source)}`);
  const printed = printSum(sum, { decimals, shown: terms.length, order: 'given' }, write);
  const lines = printed.lines.map((line) => {
    const term = terms[line.terms[0]];
    if (line.kind !== 'term') return `${line.text} · ${lineName(words, line)}`;
    const made =
      kind === 'softmax'
        ? exponential(number(term.input - origin.largest))
        : `${number(term.input)} × ${number('weight' in term ? term.weight : 1)}`;
    return `${line.text} = ${made} · ${partName(words, term.source)}`;
  });
  return [...lines, `= ${printed.total}`, ...(kind === 'softmax' ? [probability(output)] : [])];
}

/** What a pointed-at term is made of: "0.83 × −0.31 = −0.26". */
export function termText(
  input: number,
  weight: number,
  amount: number,
  decimals: number,
  write: WriteQuantity,
): string {
  return `${write(input, decimals)} × ${write(weight, decimals)} = ${write(amount, decimals)}`;
}

function exponential(power: string): string {
  return `exp(${power})`;
}

function shownOf({ layer }: Part): number {
  return layer === 'conv1' ? TERMS_SHOWN : NODES_SHOWN;
}

/** What is added up, line by line: a kernel's products, or the nodes' shares; null if nothing is. */
function printedOf(origin: Origin, write: WriteQuantity): PrintedSum | null {
  const sum = sumIn(origin);
  if (sum === null) return null;
  const summed: Sum = { ...sum, terms: summandsOf(origin) };
  const decimals = origin.kind === 'softmax' ? SOFTMAX_DECIMALS : decimalsFor(summed);
  return printSum(summed, { decimals, shown: shownOf(origin.part), order: 'largest first' }, write);
}

function summandsOf({ kind, terms, part }: Origin) {
  return kind === 'sum' && part.layer !== 'conv1' ? subtotalsOf(terms) : terms;
}

/** Which of the formulas with numbers the rows show. */
function sumFormula({ kind }: Origin): number {
  return kind === 'sum' ? 0 : kind === 'softmax' ? 1 : -1;
}

function rowsOf(origin: Origin, printed: PrintedSum | null, decimals: number, style: NumberStyle): ArithmeticRow[] {
  const { words, write } = style;
  const summands = summandsOf(origin);
  if (origin.kind === 'ink') return [];
  if (origin.kind === 'largest') {
    const { terms, output } = origin;
    const row = (name: string, part: Part | null, value: number, strong: boolean) => {
      return { name, part, text: write(value, decimals), from: 0, to: value, strong };
    };
    return [
      ...terms.map(({ source, input, wins }) => row(stepName(words, source), source, input, wins)),
      row(say(words, 'value.pooled'), null, output, true),
    ];
  }
  const unit = 10 ** decimals;
  const rows: ArithmeticRow[] = [];
  let total = 0;
  for (const line of printed?.lines ?? []) {
    const from = total / unit;
    total += line.steps;
    const summand = line.kind === 'term' ? summands[line.terms[0]] : null;
    rows.push({
      name: summand ? summandName(origin, line.terms[0], decimals, style) : lineName(words, line),
      part: summand?.source ?? null,
      text: line.text,
      from,
      to: total / unit,
      strong: false,
    });
    // Each exponential can be asked, although those that print as 0 are added up together.
    if (origin.kind === 'softmax' && line.kind === 'smaller')
      for (const index of line.terms) {
        const name = summandName(origin, index, decimals, style);
        const text = say(words, 'number.below', { number: write(1 / unit, decimals) });
        rows.splice(-1, 0, { name, part: origin.terms[index].source, text, from, to: from, strong: false });
      }
  }
  const sum = say(words, 'diagram.tableSum');
  return [...rows, { name: sum, part: null, text: printed?.total ?? '', from: 0, to: total / unit, strong: true }];
}

function summandName(origin: Origin, index: number, decimals: number, { words, write }: NumberStyle): string {
  if (origin.kind === 'softmax') {
    const { source, input } = origin.terms[index];
    return `${stepName(words, source)}: ${exponential(write(input - origin.largest, 2))}`;
  }
  if (origin.kind === 'sum' && origin.part.layer === 'conv1') {
    const { input, weight } = origin.terms[index];
    return `${write(input, decimals)} × ${write(weight, decimals)}`;
  }
  return partName(words, summandsOf(origin)[index].source);
}

function noteOf(origin: Origin, decimals: number, { words, write }: NumberStyle): string {
  if (origin.kind === 'ink') return say(words, 'unit.ink');
  if (origin.kind === 'largest') return winnerNote(origin, words);
  if (origin.kind !== 'sum' || !origin.rectified) return '';
  const { output, needed } = origin;
  if (output > 0) return say(words, 'unit.live');
  const precise = Math.max(decimals, decimalsFor({ terms: [{ amount: needed }], sum: 0 }));
  return say(words, 'unit.dead', { amount: write(needed, precise) });
}

function winnerNote({ terms, output }: OriginOf<'largest'>, words: Words): string {
  const winner = terms.find(({ wins }) => wins);
  if (winner === undefined) return say(words, 'unit.noWinner');
  const equal = terms.filter(({ input }) => input === output).length;
  return say(words, equal > 1 ? 'unit.tie' : 'unit.wins', { cell: stepName(words, winner.source), count: equal });
}
