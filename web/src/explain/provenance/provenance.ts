import { isUnit, type Link, type Part } from '../unit.ts';
import type { Evidence, Feed, LogitForm, Origin, Provenance } from './description.ts';
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
  return { ...originOf(part, evidence, form), feeds: feedsOf(part, evidence, form) };
}

/** What feeds a unit or a node. */
export function originOf(part: Exclude<Part, Link>, evidence: Evidence, form: LogitForm): Origin {
  return isUnit(part) ? unitOrigin(part, evidence, form) : nodeOrigin(part, evidence);
}

/** What a part feeds. */
export function feedsOf(part: Part, evidence: Evidence, form: LogitForm): readonly Feed[] {
  if (part.layer === 'link') return linkProvenance(part, evidence, form).feeds;
  return isUnit(part) ? unitFeeds(part, evidence, form) : nodeFeeds(part, evidence, form);
}
