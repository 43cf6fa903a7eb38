/** The formulas of the pen's network, in docs/mathematics.md's notation: in symbols, and with this drawing's numbers. */

import type { PenOrigin, PenOriginOf } from '../explain/pen/provenance/description.ts';
import { isRow } from '../explain/pen/provenance/description.ts';
import { SIZES } from '../net/pen/description.ts';
import type { NumberStyle } from './formula.ts';
import { type Formula, readFormula } from './notation.ts';
import type { PrintedSum } from './sums.ts';

const TABLES = { token: 'E_{i,u}', position: 'P_{t,u}', placeX: 'X_{c,u}', placeY: 'Y_{r,u}', penUp: 'U_u' } as const;

/** How a part is computed, then the same with numbers where the lines of its sum don't show them. */
export function penFormulas(origin: PenOrigin, printed: PrintedSum | null, style: NumberStyle): Formula[] {
  return [...penSymbols(origin), ...penNumbers(origin, printed, style)].map(readFormula);
}

function penSymbols(origin: PenOrigin): string[] {
  const { part } = origin;
  switch (part.quantity) {
    case 'embedding':
      return [`x_{t,u} = ${origin.terms.map(({ source }) => (isRow(source) ? TABLES[source.table] : '')).join(' + ')}`];
    case 'normalized1':
    case 'normalized2':
    case 'normalized': {
      const x = part.quantity === 'normalized2' ? 'm' : 'x';
      return [`y_u = \\frac{${x}_u − μ}{s} · g_u + b_u`, 's = \\sqrt{σ^2 + ε}'];
    }
    case 'query':
    case 'key':
    case 'value':
      return [`${part.quantity[0]}_u = ∑_i W_{u,i} · y_i + b_u`];
    case 'score':
      return [`s_{t,j} = \\frac{∑_u q_{t,u} · k_{j,u}}{\\sqrt{${SIZES.headUnits}}}`];
    case 'attention':
      return ['a_{t,j} = \\frac{e^{s_{t,j} − M}}{∑_{i ≤ t} e^{s_{t,i} − M}}', 'M = max_{i ≤ t} s_{t,i}'];
    case 'head':
      return ['o_{t,u} = ∑_{j ≤ t} a_{t,j} · v_{j,u}'];
    case 'attended':
      return ['A_u = ∑_i W_{u,i} · o_i + b_u'];
    case 'middle':
      return ['m_u = x_u + A_u'];
    case 'preactivation':
      return ['h_u = ∑_i W_{u,i} · y_i + b_u'];
    case 'activation':
      return ['f_u = max(0, h_u)'];
    case 'fedForward':
      return ['F_u = ∑_i W_{u,i} · f_i + b_u'];
    case 'after':
      return ['y_u = m_u + F_u'];
    case 'logit':
      return ['z_i = ∑_u E_{i,u} · y_u'];
    case 'probability':
      return ['p_i = \\frac{e^{z_i − M}}{∑_k e^{z_k − M}}', 'M = max_k z_k'];
  }
}

function penNumbers(origin: PenOrigin, printed: PrintedSum | null, style: NumberStyle): string[] {
  const { write, probability } = style;
  const decimals = printed?.decimals ?? 2;
  switch (origin.kind) {
    case 'normalization':
      return normalizationNumbers(origin, style);
    case 'products':
      if (origin.divisor === 1) return [];
      return [
        `s = \\frac{${write(printed ? Number(origin.sum.toFixed(decimals)) : origin.sum, decimals)}}{\\sqrt{${SIZES.headUnits}}} ≈ ${write(origin.output, decimals)}`,
      ];
    case 'softmax': {
      const { terms, own, largest, output } = origin;
      const name = origin.part.quantity === 'attention' ? 'a' : 'p';
      if (terms[own].amount === 0) return [`${name} = 0`];
      return [
        `M = ${write(largest, 2)}`,
        `${name} = \\frac{e^{${write(terms[own].input - largest, 2)}}}{${printed?.total}} ≈ ${output === 1 ? write(1, 0) : `"${probability(output)}"`}`,
      ];
    }
    case 'relu': {
      const [{ input }] = origin.terms;
      return [`f = max(0, ${write(input, 3)}) = ${write(origin.output, 3)}`];
    }
    default:
      return [];
  }
}

function normalizationNumbers(origin: PenOriginOf<'normalization'>, { write }: NumberStyle): string[] {
  const { mean, variance, deviation, terms } = origin;
  const x = origin.part.quantity === 'normalized2' ? 'm' : 'x';
  const [input, average] = [write(terms[0].input, 3), write(mean, 3)];
  const less = average.startsWith('−') ? `(${average})` : average;
  return [
    `μ = ${average}`,
    `s = \\sqrt{${write(variance, 3)} + ε} ≈ ${write(deviation, 3)}`,
    `\\frac{${x}_u − μ}{s} = \\frac{${input} − ${less}}{${write(deviation, 3)}} ≈ ${write((terms[0].input - mean) / deviation, 3)}`,
  ];
}
