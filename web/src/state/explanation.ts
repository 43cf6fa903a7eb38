import { type ExplanationJson, explanationJson } from '../explain/json.ts';
import type { Evidence } from '../explain/provenance/description.ts';
import { emptyEvidence } from '../explain/provenance/empty.ts';
import type { Frame } from './frame.ts';

/** What a frame's provenances are taken from; while nothing is drawn, they have their shape but no numbers. */
export function evidenceOf({
  trace,
  contributions,
  network,
}: Pick<Frame, 'trace' | 'contributions' | 'network'>): Evidence {
  const { weights } = network;
  return trace && contributions ? { trace, contributions, weights } : emptyEvidence(weights);
}

/** Where a frame's numbers come from, as JSON values. @param sha256 of the network's weights file */
export function explanationOf(frame: Frame, sha256: string): ExplanationJson {
  const { state, selection } = frame;
  // "Why" asks about both digits, chosen or not.
  const { digit, rival } = selection.why ? selection : state.selection;
  return explanationJson(
    frame,
    { digit, rival, part: selection.part },
    { sha256, off: state.off, edited: state.edited },
  );
}
