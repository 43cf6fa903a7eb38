import type { PenPart } from '../parts.ts';
import { isInTrace } from '../values.ts';
import type { PenEvidence, PenProvenance } from './description.ts';
import { penFeeds } from './feeds.ts';
import { penOrigin } from './origins.ts';

/**
 * What feeds a number of the pen's network, and what it feeds, for the sequence that the evidence is about. Nothing is run
 * again. The result keeps nothing of the evidence's arrays. Null if the sequence has no such token.
 */
export function penProvenance(part: PenPart, evidence: PenEvidence): PenProvenance | null {
  if (!isInTrace(evidence.trace, part)) return null;
  return { ...penOrigin(part, evidence), feeds: penFeeds(part, evidence) };
}
