import { createHighlightPainter, createLitDiagramPainter, type HighlightParts } from './diagram/highlight-painter.ts';
import { createDiagramPainter } from './diagram/painter.ts';
import { createSceneReader, type SceneSources } from './diagram/scene-reader.ts';
import { createDialPainter, type DialParts } from './dial-painter.ts';
import type { Deriving, Pictures } from './painting/easel.ts';
import { type ChoiceParts, createChoicePainter } from './pen-place/choice-picture.ts';
import { createPenDiagramPainter, type PenDiagramParts } from './pen-place/diagram/painter.ts';
import { createPenInkPainter, type PenInkParts } from './pen-place/ink/painter.ts';
import { createSequencePainter, type SequenceParts } from './pen-place/sequence-picture.ts';
import { createWaysPainter, type WaysParts } from './pen-place/ways-picture.ts';
import { createSharesPainter, type SharesParts } from './shares-painter.ts';
import { createTimelinePainter, type TimelineParts } from './timeline/picture.ts';

/** All that the page's pictures are made from: what they show and how, and where in each its parts stand. */
export type PictureParts = SceneSources &
  HighlightParts &
  DialParts &
  SharesParts &
  TimelineParts &
  ChoiceParts &
  SequenceParts &
  WaysParts &
  PenDiagramParts &
  PenInkParts;

/** What changes at every movement of the pen, but for the ink itself. */
export const PICTURES: Pictures<PictureParts> = {
  diagram: createDiagramPainter,
  highlight: createHighlightPainter,
  litDiagram: createLitDiagramPainter,
  dial: createDialPainter,
  shares: createSharesPainter,
  timeline: createTimelinePainter,
  choice: createChoicePainter,
  sequence: createSequencePainter,
  ways: createWaysPainter,
  penDiagram: createPenDiagramPainter,
  penInk: createPenInkPainter,
};

/** The scene is worked out where it is painted. */
export function createDeriving(): Deriving<PictureParts> {
  const sceneOf = createSceneReader();
  return ({ drawn, model, off, edited }, changed) => {
    const isSame = !('drawn' in changed || 'model' in changed || 'off' in changed || 'edited' in changed);
    if (isSame || !drawn || !model || !off || !edited) return changed;
    return { ...changed, scene: sceneOf({ drawn, model, off, edited }) };
  };
}
