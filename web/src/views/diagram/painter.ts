import { type CellLayer, GROUP_UNITS, LAYERS } from '../../explain/topology.ts';
import type { Part } from '../../explain/unit.ts';
import { type Color, css, inked, inkPixels, mix, type Palette } from '../../look/color.ts';
import { memoize } from '../../state/memo.ts';
import { type Atlas, type CellPictures, createAtlas } from '../painting/atlas.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context, MakeCanvas } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';
import { outlineOf } from './highlight.ts';
import type { Box, Layout } from './layout.ts';
import { lineLook, lineScale, strokeLink, takeLook } from './lines.ts';
import { bucketsOf, nodesOnTrace, type PackedScene, type Scene, unpackScene } from './scene.ts';

export interface DiagramPlace {
  readonly size: CanvasSize;
  readonly layout: Layout;
}

/** What the diagram's picture is made from. */
export interface DiagramParts {
  readonly diagram: DiagramPlace;
  readonly look: Look;
  readonly scene: PackedScene;
  /** The maps and units that are switched off. */
  readonly off: readonly Part[];
}

/** The widths of a node's outline, in px: of one on the trace, and of any other. */
const TRACED_OUTLINE = 2;
const OUTLINE = 1;

/** A painter with a small canvas of its own for each layer of maps, from which the maps are scaled. */
export function createDiagramPainter(makeCanvas: MakeCanvas): Painter<DiagramParts> {
  const pixelsOf = memoize(inkPixels);
  const atlases: Readonly<Record<MapLayer, Atlas>> = {
    input: createAtlas(makeCanvas),
    conv1: createAtlas(makeCanvas),
    conv2: createAtlas(makeCanvas),
  };
  return {
    needs: ['diagram', 'look', 'scene', 'off'],
    sizeOf: ({ diagram }) => diagram.size,
    paint(context, { diagram: { layout }, look, scene: packed, off }) {
      const scene = unpackScene(packed);
      const { palette } = look;
      context.clearRect(0, 0, layout.width, layout.height);
      paintLinks(context, layout, palette, scene);
      context.imageSmoothingEnabled = false;
      const traced = nodesOnTrace(scene.emphasis);
      for (const { name, firstNode, nodes } of LAYERS) {
        if (name === 'output') continue;
        const boxes = layout.nodes.slice(firstNode, firstNode + nodes);
        const pictures = scene.pictures[name];
        const outlined = traced.slice(firstNode, firstNode + nodes);
        if (name === 'fc1') paintGroups(context, palette, boxes, pictures, outlined);
        else paintMaps(context, palette, boxes, pictures, outlined, atlases[name](pictures, pixelsOf(palette)));
      }
      for (const part of off) paintCross(context, palette, outlineOf(layout, part));
      if (layout.upright) paintOutputStrokes(context, layout, palette, scene);
      else paintOutputs(context, layout, look, scene);
    },
  };
}

/** The layers scaled from an atlas; a group's units are painted one by one, each with a frame. */
type MapLayer = Exclude<CellLayer, 'fc1'>;

/** The trace lies over what is off it, and strong links over weak ones. */
function paintLinks(context: Context, layout: Layout, palette: Palette, { levels, emphasis }: Scene): void {
  const scale = lineScale(layout.width, layout.height);
  for (const { level, full, links } of bucketsOf(levels, emphasis)) {
    takeLook(context, lineLook(level, full, palette, scale));
    for (const link of links) strokeLink(context, layout, link);
  }
  context.setLineDash([]);
}

/** Frames a box from outside. A node on the trace stands out, one that is silent for this drawing is fainter. */
function paintOutline(
  context: Context,
  { hairline, muted, ink }: Palette,
  { x, y, width, height }: Box,
  alive: boolean,
  traced: boolean,
): void {
  const line = traced ? TRACED_OUTLINE : OUTLINE;
  context.lineWidth = line;
  context.strokeStyle = css(traced ? ink : alive ? mix(hairline, muted, 0.6) : hairline);
  context.strokeRect(x - line / 2, y - line / 2, width + line, height + line);
}

/** What is switched off is crossed out: nothing else in the diagram is. */
function paintCross(context: Context, { ink }: Palette, { x, y, width, height }: Box): void {
  context.strokeStyle = css(ink);
  context.lineWidth = OUTLINE;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y + height);
  context.moveTo(x + width, y);
  context.lineTo(x, y + height);
  context.stroke();
}

function paintMaps(
  context: Context,
  palette: Palette,
  boxes: readonly Box[],
  { side, ink }: CellPictures,
  traced: readonly boolean[],
  atlas: CanvasImageSource,
): void {
  boxes.forEach((box, map) => {
    const { x, y, width, height } = box;
    context.drawImage(atlas, 0, map * side, side, side, x, y, width, height);
    const alive = ink.subarray(map * side * side, (map + 1) * side * side).some((value) => value > 0);
    paintOutline(context, palette, box, alive, traced[map]);
  });
}

/** Paints each group's units as a square of cells. */
function paintGroups(
  context: Context,
  palette: Palette,
  boxes: readonly Box[],
  { side, ink }: CellPictures,
  traced: readonly boolean[],
): void {
  boxes.forEach((box, group) => {
    const units = ink.subarray(group * GROUP_UNITS, (group + 1) * GROUP_UNITS);
    const pitch = box.width / side;
    const alive = units.some((value) => value > 0);
    units.forEach((value, unit) => {
      const cell = { x: box.x + (unit % side) * pitch, y: box.y + Math.floor(unit / side) * pitch };
      context.fillStyle = css(inked(palette, value / 255));
      context.fillRect(cell.x + 0.5, cell.y + 0.5, pitch - 1, pitch - 1);
      paintOutline(
        context,
        palette,
        { x: cell.x + 1, y: cell.y + 1, width: pitch - 2, height: pitch - 2 },
        alive,
        false,
      );
    });
    if (traced[group]) paintOutline(context, palette, box, alive, true);
  });
}

/**
 * Digits and bars; the dial has the percentages. The answer stands in a filled square, and of two answers each in an open one, so
 * that colour alone never says it; without an answer, all digits are as faint as those that are not meant.
 */
function paintOutputs(context: Context, { outputs }: Layout, { palette, font }: Look, scene: Scene): void {
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  outputs.forEach(({ glyph, track }, digit) => {
    const meant = digit === scene.digit || digit === scene.second;
    const only = meant && scene.second === null;
    if (only) {
      context.fillStyle = css(palette.ink);
      context.fillRect(glyph.x, glyph.y, glyph.width, glyph.height);
    } else if (meant) {
      paintOutline(context, palette, glyph, true, true);
    }
    context.fillStyle = css(glyphColor(palette, meant, only));
    context.font = `${meant ? 700 : 400} ${Math.round(glyph.height * 0.7)}px ${font}`;
    context.fillText(String(digit), glyph.x + glyph.width / 2, glyph.y + glyph.height / 2 + 1);

    context.fillStyle = css(palette.hairline);
    context.fillRect(track.x, track.y + track.height - 1, track.width, 1);
    if (!scene.probabilities) return;
    context.fillStyle = css(meant ? palette.ink : palette.muted);
    context.fillRect(track.x, track.y, track.width * scene.probabilities[digit], track.height);
  });
}

/** In rows the dial's cells are the outputs: a stroke over each, and a heavy one over the answer, or over both that it may be. */
function paintOutputStrokes(context: Context, { outputs }: Layout, palette: Palette, scene: Scene): void {
  outputs.forEach(({ glyph: { x, y, width, height } }, digit) => {
    const meant = digit === scene.digit || digit === scene.second;
    const thick = meant ? height : 1;
    context.fillStyle = css(meant ? palette.ink : palette.hairline);
    context.fillRect(x, y + height - thick, width, thick);
  });
}

function glyphColor({ paper, ink, muted }: Palette, meant: boolean, only: boolean): Color {
  if (only) return paper;
  return meant ? ink : muted;
}
