import { css, mix, type Palette } from '../../look/color.ts';
import type { Painter } from '../painting/easel.ts';
import type { Context, MakeCanvas } from '../parts/canvas.ts';
import type { Highlight } from './highlight.ts';
import type { Box, Layout } from './layout.ts';
import { lineLook, lineScale, strokeLink, takeLook } from './lines.ts';
import { createDiagramPainter, type DiagramParts } from './painter.ts';
import { bucketsOf, EMPHASIS, unpackScene } from './scene.ts';

export interface HighlightParts extends DiagramParts {
  /** Null while nothing is pointed at or selected. */
  readonly highlight: Highlight | null;
}

/** How far what is not lit steps back behind the paper. */
const VEIL = 0.8;
/** Space around a lit node that its border needs, in px. */
const BORDER = 1;
/** The lowest level that is seen at a glance. */
const SEEN_FROM = 4;
const OWN_WIDTH = 2;
const CELLS_WIDTH = 1;

/** A veil over the diagram, with holes for the nodes that are lit, and over it their links and the outlines. */
export function createHighlightPainter(): Painter<HighlightParts> {
  let blank = true;
  return {
    needs: ['diagram', 'look', 'scene', 'highlight'],
    sizeOf: ({ diagram }) => diagram.size,
    paint(context, { diagram: { layout }, look: { palette }, scene, highlight }) {
      if (highlight === null && blank) return;
      blank = highlight === null;
      context.clearRect(0, 0, layout.width, layout.height);
      if (highlight === null) return;
      context.globalAlpha = VEIL;
      context.fillStyle = css(palette.paper);
      context.fillRect(0, 0, layout.width, layout.height);
      context.globalAlpha = 1;
      paintLitLinks(context, layout, palette, unpackScene(scene).levels, highlight.links);
      for (const { x, y, width, height } of holesIn(highlight)) context.clearRect(x, y, width, height);
      paintOutlines(context, palette, highlight);
    },
  };
}

/**
 * The diagram with what is lit in it, in one picture. The holes in the veil don't overlap at a size at which there is more than
 * twice the border between two nodes.
 */
export function createLitDiagramPainter(makeCanvas: MakeCanvas): Painter<HighlightParts> {
  const { needs, sizeOf, paint } = createDiagramPainter(makeCanvas);
  return {
    needs: [...needs, 'highlight'],
    sizeOf,
    paint(context, parts) {
      paint(context, parts);
      const { diagram, look, scene, highlight } = parts;
      if (highlight === null) return;
      const { layout } = diagram;
      context.beginPath();
      for (const box of [{ x: 0, y: 0, width: layout.width, height: layout.height }, ...holesIn(highlight)])
        traceBox(context, box);
      context.globalAlpha = VEIL;
      context.fillStyle = css(look.palette.paper);
      context.fill('evenodd');
      context.globalAlpha = 1;
      paintLitLinks(context, layout, look.palette, unpackScene(scene).levels, highlight.links);
      paintOutlines(context, look.palette, highlight);
    },
  };
}

/** The lit nodes with their borders. */
export function holesIn({ nodes }: Highlight): Box[] {
  return nodes.map(({ x, y, width, height }) => ({
    x: x - BORDER,
    y: y - BORDER,
    width: width + 2 * BORDER,
    height: height + 2 * BORDER,
  }));
}

function traceBox(context: Context, { x, y, width, height }: Box): void {
  context.moveTo(x, y);
  context.lineTo(x + width, y);
  context.lineTo(x + width, y + height);
  context.lineTo(x, y + height);
}

function paintOutlines(context: Context, palette: Palette, { cells, own }: Highlight): void {
  for (const box of cells) outline(context, palette, box, CELLS_WIDTH);
  for (const box of own) outline(context, palette, box, OWN_WIDTH);
}

function paintLitLinks(
  context: Context,
  layout: Layout,
  palette: Palette,
  levels: Int8Array,
  lit: readonly number[],
): void {
  // A single link is shown even if it is too weak to be seen.
  const only = lit.length === 1 && Math.abs(levels[lit[0]]) < SEEN_FROM;
  if (only) {
    context.strokeStyle = css(mix(palette.paper, palette.muted, 0.6));
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    strokeLink(context, layout, lit[0]);
  }
  const scale = lineScale(layout.width, layout.height);
  const emphasis = new Uint8Array(lit.length).fill(EMPHASIS.alike);
  for (const { level, links } of bucketsOf(
    Int8Array.from(lit, (link) => levels[link]),
    emphasis,
  )) {
    takeLook(context, lineLook(level, true, palette, scale));
    for (const link of links) {
      strokeLink(context, layout, lit[link]);
    }
  }
  context.setLineDash([]);
}

/** A line around the box that is seen on both ink and paper. */
function outline(context: Context, palette: Palette, { x, y, width, height }: Box, line: number): void {
  for (const [color, wide] of [
    [palette.paper, line + 2],
    [palette.ink, line],
  ] as const) {
    context.strokeStyle = css(color);
    context.lineWidth = wide;
    context.strokeRect(x - line / 2, y - line / 2, width + line, height + line);
  }
}
