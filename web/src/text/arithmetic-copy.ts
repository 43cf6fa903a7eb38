import type { LogitForm, Provenance } from '../explain/provenance/description.ts';
import { type Arithmetic, arithmeticOf } from './arithmetic.ts';
import { type Feeding, feedingFormula } from './feeding.ts';
import { type NumberStyle, numberFormulas, symbolFormulas } from './formula.ts';
import { type Formula, formulaTex, formulaText } from './notation.ts';
import { partName } from './parts.ts';
import { sourceName } from './sums.ts';
import { say, type Words } from './words.ts';

/** A part's arithmetic for a drawing, to be copied: that of the inspector, line by line. */
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
  const { words } = style;
  const arithmetic = arithmeticOf(provenance, style);
  const { printed } = arithmetic;
  const formulas = [...symbolFormulas(provenance, form), ...numberFormulas(provenance, printed, style, form)];
  const fed = feedingFormula(feeding);
  const name = partName(words, provenance.part);
  const said: Formula[] = note ? [{ tag: 'mtext', content: note }] : [];
  return {
    text: [
      name,
      ...[...said, ...formulas].map(formulaText),
      ...sumLines(arithmetic, words),
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

function sumLines({ printed, summands }: Arithmetic, words: Words): string[] {
  if (printed === null) return [];
  return [...printed.lines.map((line) => `${line.text}\t${sourceName(words, line, summands)}`), `= ${printed.total}`];
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
