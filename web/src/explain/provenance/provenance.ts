import type { Part } from '../unit.ts';
import type { Evidence, LogitForm, Provenance } from './description.ts';
import { unitFeeds } from './feeds.ts';
import { linkProvenance } from './links.ts';
import { nodeFeeds, nodeOrigin } from './nodes.ts';
import { unitOrigin } from './origins.ts';

/**
 * What feeds a part of the network, and what it feeds, for the drawing that the evidence is about. Nothing is run
 * again; only what the part itself needs is computed. The result keeps nothing of the evidence's arrays.
 * @param form how what flows into the logits is told; nothing else depends on it
 */
export function provenanceOf(part: Part, evidence: Evidence, form: LogitForm = 'computed'): Provenance {
  if (part.layer === 'link') return linkProvenance(part, evidence, form);
  if ('cell' in part || 'unit' in part || 'digit' in part)
    return { ...unitOrigin(part, evidence, form), feeds: unitFeeds(part, evidence, form) };
  return { ...nodeOrigin(part, evidence), feeds: nodeFeeds(part, evidence, form) };
}
