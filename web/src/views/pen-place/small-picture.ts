import { NO_BOX, widened } from '../../ink/box.ts';
import type { Drawing } from '../../ink/drawing.ts';
import { WRITTEN_FRAME } from '../../ink/written.ts';
import { strokesPath } from '../examples/thumbnail.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Round the ink, in pad units. */
const MARGIN = 220;

/** A digit that was written, as a small picture: as large as others, unless it is larger than a digit should be. */
export function smallPicture(drawing: Drawing): SVGSVGElement {
  const { left, top, right, bottom } = widened(NO_BOX, drawing, 0, drawing.points);
  const side = Math.max(right - left, bottom - top, WRITTEN_FRAME.side) + 2 * MARGIN;
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `${(left + right - side) / 2} ${(top + bottom - side) / 2} ${side} ${side}`);
  picture.setAttribute('aria-hidden', 'true');
  picture.appendChild(document.createElementNS(SVG, 'path')).setAttribute('d', strokesPath(drawing));
  return picture;
}
