import { createHighlightPainter, type HighlightParts } from './diagram/highlight-painter.ts';
import { createDiagramPainter } from './diagram/painter.ts';
import { createDialPainter, type DialParts } from './dial-painter.ts';
import type { Pictures } from './painting/easel.ts';
import { createSharesPainter, type SharesParts } from './shares-painter.ts';

/** All that the page's pictures are made from: what they show and how, and where in each its parts stand. */
export type PictureParts = HighlightParts & DialParts & SharesParts;

/** What changes at every movement of the pen, but for the ink itself. */
export const PICTURES: Pictures<PictureParts> = {
  diagram: createDiagramPainter,
  highlight: createHighlightPainter,
  dial: createDialPainter,
  shares: createSharesPainter,
};
