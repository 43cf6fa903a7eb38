/** The formulas of a provenance, in docs/mathematics.md's notation: in symbols, and with this drawing's numbers. */

import type { LogitForm, Origin, OriginOf } from '../explain/provenance/description.ts';
import { architecture } from '../net/cnn/architecture.ts';
import { type Formula, readFormula } from './notation.ts';
import type { Numbers } from './numbers.ts';
import type { WriteQuantity } from './quantities.ts';
import { lineName, type PrintedSum, type SumLine } from './sums.ts';
import type { Words } from './words.ts';

/** How a part is computed, one formula a step. */
export function symbolFormulas(provenance: Origin, form: LogitForm = 'computed'): Formula[] {
  return symbols(provenance, form).map(readFormula);
}

/** How numbers are written in formulas. */
export interface NumberStyle {
  readonly words: Words;
  readonly write: WriteQuantity;
  /** The probability, exactly: "0.0012%". */
  probability(share: number): string;
  /** A part of a whole, roughly: "3%". */
  share(share: number): string;
}

export function styleOf(words: Words, { inSums, probability: { exact, rough } }: Numbers): NumberStyle {
  return { words, write: inSums, probability: exact, share: rough };
}

/**
 * The same steps with this drawing's numbers.
 * @param printed what the provenance adds up, as sums.ts prints it; null if it adds nothing up
 */
export function numberFormulas(
  provenance: Origin,
  printed: PrintedSum | null,
  style: NumberStyle,
  form: LogitForm = 'computed',
): Formula[] {
  return numbers(provenance, printed, style, form).map(readFormula);
}

function symbols(provenance: Origin, form: LogitForm): string[] {
  switch (provenance.kind) {
    case 'ink':
      return provenance.part.layer === 'picture' ? ['S = ∑_{i,j} x_{i,j}'] : ['x_{i,j} = min(1, max(0, r + ½ − d))'];
    case 'sum':
      return sumSymbols(provenance, form);
    case 'largest': {
      const { pool } = architecture[provenance.part.layer === 'pool1' ? 'conv1' : 'conv2'];
      return [`m_{o,i,j} = max_{u,v} a_{o,${pool}i+u,${pool}j+v}`];
    }
    case 'softmax':
      return ['m = max_k z_k', 's = ∑_k e^{z_k − m}', 'p_d = \\frac{e^{z_d − m}}{s}'];
    default:
      return ['S_o = ∑_c C_{o,c} + B_o'];
  }
}

function sumSymbols({ part }: OriginOf<'sum'>, form: LogitForm): string[] {
  if (part.layer === 'link') return ['C = ∑_k w_k · x_k'];
  if (part.layer === 'logit')
    return form === 'average' ? ['z_d − z̄ = ∑_u (w_{d,u} − w̄_u) · a_u + b_d − b̄'] : ['z_d = ∑_u w_{d,u} · a_u + b_d'];
  if (part.layer === 'fc1') return ['y_u = ∑_k w_{u,k} · x_k + b_u', 'a_u = max(0, y_u)'];
  return ['y_{o,i,j} = ∑_{c,u,v} w_{o,c,u,v} · x_{c,i+u,j+v} + b_o', 'a_{o,i,j} = max(0, y_{o,i,j})'];
}

function numbers(
  provenance: Origin,
  printed: PrintedSum | null,
  { words, write, probability }: NumberStyle,
  form: LogitForm,
): string[] {
  const decimals = printed?.decimals ?? 2;
  const total = printed && writtenSum(printed, (line) => lineName(words, line));
  const { part, output } = provenance;
  switch (provenance.kind) {
    case 'ink':
      return [`${part.layer === 'picture' ? 'S' : 'x'} = ${write(output, decimals)}`];
    case 'sum': {
      if (part.layer === 'link') return [`C = ${total}`];
      if (part.layer !== 'logit') return [`y = ${total}`, `a = max(0, ${printed?.total}) = ${write(output, decimals)}`];
      const left = `z_${part.digit}${form === 'average' ? ' − z̄' : ''}`;
      return [`${left} = ${total}`];
    }
    case 'largest':
      return [
        `m = max(${provenance.terms.map(({ input }) => write(input, decimals)).join(', ')}) = ${write(output, decimals)}`,
      ];
    case 'softmax': {
      const { terms, largest } = provenance;
      const digit = 'digit' in part ? part.digit : 0;
      return [
        `m = max_k z_k = ${write(largest, decimals)}`,
        `s = ∑_k e^{z_k − m} = ${total}`,
        `p_${digit} = \\frac{e^{${write(terms[digit].input - largest, decimals)}}}{${printed?.total}} ≈ "${probability(output)}"`,
      ];
    }
    default:
      return [`S = ${total}`];
  }
}

/** "0.31 − 0.10 + 0.03 (12 smaller)… = 0.24". */
export function writtenSum({ lines, total }: PrintedSum, nameOf: (line: SumLine, place: number) => string): string {
  const written = lines.map((line, place) => {
    const sign = /^[+−]/.test(line.text) ? line.text[0] : '+';
    const name = nameOf(line, place);
    return `${sign} ${line.text.replace(/^[+−]/, '')}${name && `_"${name}"`}`;
  });
  const summands = written.join(' ').replace(/^\+ /, '').replace(/^− /, '−');
  return (summands && `${summands} = `) + total;
}
