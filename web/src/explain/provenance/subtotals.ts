import { nodeOf, nodePart, type Part } from '../unit.ts';
import type { Term } from './description.ts';

/** Terms whose sources belong to one node of the diagram, such as a channel's in an FC unit. */
export interface Subtotal<One extends Term> {
  /** The node. */
  readonly source: Part;
  readonly terms: readonly One[];
  /** Σ of their amounts. */
  readonly amount: number;
}

/** A provenance's terms by the nodes that their sources belong to, in order; a node's terms follow one another. */
export function subtotalsOf<One extends Term>(terms: readonly One[]): Subtotal<One>[] {
  const subtotals: Subtotal<One>[] = [];
  for (let first = 0, end = 1; end <= terms.length; end++) {
    const { layer, index } = nodeOf(terms[first].source);
    const next = end < terms.length ? nodeOf(terms[end].source) : null;
    if (next?.layer === layer && next.index === index) continue;
    const inNode = terms.slice(first, end);
    const amount = inNode.reduce((sum, term) => sum + term.amount, 0);
    subtotals.push({ source: nodePart(layer, index), terms: inNode, amount });
    first = end;
  }
  return subtotals;
}
