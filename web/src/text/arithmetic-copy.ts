import type { LogitForm, Provenance } from '../explain/provenance/description.ts';
import { type Feeding, feedingFormula } from './feeding.ts';
import { type NumberStyle, numberFormulas, symbolFormulas } from './formula.ts';
import { type Formula, formulaTex, formulaText } from './notation.ts';
import { partName } from './parts.ts';
import { decimalsFor, lineName, type PrintedSum, printSum, sumIn } from './sums.ts';
import { say, type Words } from './words.ts';

/** How many terms get a line of their own at most, the largest. */
const SHOWN = 12;

/** A part's arithmetic for a drawing, to be copied. */
export interface CopiedArithmetic {
  /** Formulas in symbols and with numbers, then the sum line by line: amount, tab, what it stands for; then what it feeds. */
  readonly text: string;
  /** The formulas, each displayed; they need amsmath. */
  readonly tex: string;
}

/** @param note what must be said beside it, of an altered network; empty if nothing */
export function copiedArithmetic(
  provenance: Provenance,
  feeding: Feeding,
  form: LogitForm,
  style: NumberStyle,
  note: string,
): CopiedArithmetic {
  const { words, write } = style;
  const sum = sumIn(provenance);
  const printed = sum && printSum(sum, { decimals: decimalsFor(sum), shown: SHOWN, order: 'largest first' }, write);
  const formulas = [...symbolFormulas(provenance, form), ...numberFormulas(provenance, printed, style, form)];
  const fed = feedingFormula(feeding);
  const name = partName(words, provenance.part);
  const said: Formula[] = note ? [{ tag: 'mtext', content: note }] : [];
  return {
    text: [
      name,
      ...[...said, ...formulas].map(formulaText),
      ...sumLines(provenance, printed, style),
      '',
      ...feedLines(feeding, words),
      '',
    ].join('\n'),
    tex: [
      `% ${name}`,
      ...[...said, ...formulas, ...(fed ? [fed] : [])].map((formula) => `\\[ ${formulaTex(formula)} \\]`),
      '',
    ].join('\n'),
  };
}

function sumLines({ terms }: Provenance, printed: PrintedSum | null, { words }: NumberStyle): string[] {
  if (printed === null) return [];
  const lines = printed.lines.map((line) => {
    const name = line.kind === 'term' ? partName(words, terms[line.terms[0]].source) : lineName(words, line);
    return `${line.text}\t${name}`;
  });
  return [...lines, `= ${printed.total}`];
}

/** Below a heading and the columns' heads a line for each target: what the part brings, to what, the weight, the share. */
function feedLines({ heads, rows, printed, note }: Feeding, words: Words): string[] {
  const lines = [...(heads ? [heads] : []), ...rows.map(({ texts }) => texts)];
  return [
    say(words, 'fed.heading'),
    ...(printed ? lines.slice(0, -1) : lines).map(([name, weight, amount, share]) =>
      [amount, name, weight, share].filter((text) => text).join('\t'),
    ),
    printed ? `= ${printed.total}` : note,
  ];
}
