import { nodeOf, nodePart, type Part } from '../unit.ts';
import type { Evidence, LogitForm, Provenance, Term } from './description.ts';
import { unitFeeds } from './feeds.ts';
import { linkFeeds, linkOrigin } from './links.ts';
import { nodeFeeds, nodeOrigin } from './nodes.ts';
import { unitOrigin } from './origins.ts';

/**
 * What feeds a part of the network, and what it feeds, for the drawing that the evidence is about. Nothing is run
 * again; only what the part itself needs is computed. The result keeps nothing of the evidence's arrays.
 * @param form how what flows into the logits is told; nothing else depends on it
 */
export function provenanceOf(part: Part, evidence: Evidence, form: LogitForm = 'computed'): Provenance {
  if (part.layer === 'link') return { ...linkOrigin(part, evidence, form), feeds: linkFeeds(part, evidence, form) };
  if ('cell' in part || 'unit' in part || 'digit' in part)
    return { ...unitOrigin(part, evidence, form), feeds: unitFeeds(part, evidence, form) };
  return { ...nodeOrigin(part, evidence), feeds: nodeFeeds(part, evidence, form) };
}

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
