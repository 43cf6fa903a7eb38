import type { Context } from './canvas.ts';

/**
 * Figures that change at every movement are painted: in the document each would be laid out anew. The same text stands there
 * too, in the same place, for whoever reads or hears it, and is brought up to date when the pen rests.
 */

/** Where a text stands, in CSS px of its canvas: its lines are centred from top to bottom. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly align: 'left' | 'center' | 'right';
  /** Of the type. */
  readonly size: number;
  readonly lineHeight: number;
}

/** The place of the text that `element` holds, seen from `canvas`. It reads the layout: for when that has just changed. */
export function textPlaceIn(canvas: Pick<DOMRect, 'left' | 'top'>, element: Element): TextPlace {
  const { left, top, width, height } = element.getBoundingClientRect();
  const { textAlign, fontSize, lineHeight } = getComputedStyle(element);
  return {
    x: left - canvas.left,
    y: top - canvas.top,
    width,
    height,
    align: textAlign === 'center' || textAlign === 'right' ? textAlign : 'left',
    size: Number.parseFloat(fontSize),
    lineHeight: Number.parseFloat(lineHeight),
  };
}

/** Paints a text in the context's fill style, broken between words where it is too long for a line. */
export function paintText(context: Context, text: string, place: TextPlace, family: string, weight = 400): void {
  const { x, y, width, height, align, size, lineHeight } = place;
  context.font = `${weight} ${size}px ${family}`;
  context.textAlign = align;
  context.textBaseline = 'alphabetic';
  const lines = linesOf(context, text, width);
  const at = align === 'left' ? x : align === 'right' ? x + width : x + width / 2;
  const first = y + height / 2 - ((lines.length - 1) * lineHeight) / 2 + belowMiddle(context, size);
  lines.forEach((line, i) => {
    // Half a px goes up, as in laid-out text.
    context.fillText(line, at, Math.ceil(first + i * lineHeight - 0.5));
  });
}

/** How far below a line's middle its letters stand, in px: as browsers lay out text, which round both to whole px. */
function belowMiddle(context: Context, size: number): number {
  const metrics = context.measureText('0');
  if (metrics.fontBoundingBoxAscent === undefined) return 0.35 * size;
  return (Math.round(metrics.fontBoundingBoxAscent) - Math.round(metrics.fontBoundingBoxDescent)) / 2;
}

function linesOf(context: Context, text: string, width: number): string[] {
  if (!text.includes(' ')) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && context.measureText(line).width <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
