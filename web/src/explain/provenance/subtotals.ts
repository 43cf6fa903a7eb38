import { nodeOf, nodePart } from '../nodes.ts';
import type { Part } from '../unit.ts';
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
  const nodes = terms.map(({ source }) => nodeOf(source));
  for (let first = 0, end = 1; end <= terms.length; end++) {
    const node = nodes[first];
    if (node === null || (node.layer === nodes[end]?.layer && node.index === nodes[end]?.index)) continue;
    const inNode = terms.slice(first, end);
    const amount = inNode.reduce((sum, term) => sum + term.amount, 0);
    subtotals.push({ source: nodePart(node), terms: inNode, amount });
    first = end;
  }
  return subtotals;
}
