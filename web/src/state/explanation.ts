import { type ExplanationJson, explanationJson } from '../explain/json.ts';
import type { Frame } from './frame.ts';

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
