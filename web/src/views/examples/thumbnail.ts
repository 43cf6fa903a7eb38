import { type Drawing, PAD_SIDE, strokeCount, strokeStart } from '../../ink/drawing.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The whole pad with a drawing, as a small picture. */
export function thumbnail(drawing: Drawing): SVGSVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', `0 0 ${PAD_SIDE} ${PAD_SIDE}`);
  picture.setAttribute('aria-hidden', 'true');
  const path = picture.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', strokesPath(drawing));
  return picture;
}

/** The strokes as an SVG path's data. */
export function strokesPath(drawing: Drawing): string {
  const { x, y } = drawing.columns;
  return Array.from({ length: strokeCount(drawing) }, (_, stroke) => {
    const points: string[] = [];
    for (let i = strokeStart(drawing, stroke); i < strokeStart(drawing, stroke + 1); i++)
      points.push(`${x[i]} ${y[i]}`);
    // A lone point becomes a line of no length, which round caps turn into a dot.
    return `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`;
  }).join('');
}
