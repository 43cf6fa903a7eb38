import type { LogitForm, Provenance } from '../explain/provenance/description.ts';
import { type Arithmetic, arithmeticOf } from './arithmetic.ts';
import { type NumberStyle, numberFormulas, symbolFormulas } from './formula.ts';
import { type Formula, formulaTex, formulaText } from './notation.ts';
import { partName } from './parts.ts';
import { sourceName } from './sums.ts';
import type { Words } from './words.ts';

/** A part's arithmetic for a drawing, to be copied: that of the inspector, line by line. */
export interface CopiedArithmetic {
  /** Formulas in symbols and with numbers, then the sum line by line: amount, tab, what it stands for. */
  readonly text: string;
  /** The formulas, each displayed; they need amsmath. */
  readonly tex: string;
}

/** @param note what must be said beside it, of an altered network; empty if nothing */
export function copiedArithmetic(
  provenance: Provenance,
  form: LogitForm,
  style: NumberStyle,
  note: string,
): CopiedArithmetic {
  const { words } = style;
  const arithmetic = arithmeticOf(provenance, style);
  const { printed } = arithmetic;
  const formulas = [...symbolFormulas(provenance, form), ...numberFormulas(provenance, printed, style, form)];
  const name = partName(words, provenance.part);
  const said: Formula[] = note ? [{ tag: 'mtext', content: note }] : [];
  return {
    text: [name, ...[...said, ...formulas].map(formulaText), ...sumLines(arithmetic, words), ''].join('\n'),
    tex: [`% ${name}`, ...[...said, ...formulas].map((formula) => `\\[ ${formulaTex(formula)} \\]`), ''].join('\n'),
  };
}

function sumLines({ printed, summands }: Arithmetic, words: Words): string[] {
  if (printed === null) return [];
  return [...printed.lines.map((line) => `${line.text}\t${sourceName(words, line, summands)}`), `= ${printed.total}`];
}
