import { type CellLayer, GROUP_UNITS, LAYERS } from '../../explain/topology.ts';
import { css, inked, inkPixels, mix, type Palette } from '../../look/color.ts';
import { memoize } from '../../state/memo.ts';
import { createNumbers } from '../../text/numbers.ts';
import { type Atlas, type CellPictures, createAtlas } from '../painting/atlas.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context, MakeCanvas } from '../parts/canvas.ts';
import type { Look, Writing } from '../parts/look.ts';
import { addCurve } from './curve.ts';
import type { Box, Layout } from './layout.ts';
import { dashesOf, lineStyleOf } from './scale.ts';
import { bucketsOf, type PackedScene, type Scene, unpackScene } from './scene.ts';

export interface DiagramPlace {
  readonly size: CanvasSize;
  readonly layout: Layout;
}

/** What the diagram's picture is made from. */
export interface DiagramParts {
  readonly diagram: DiagramPlace;
  readonly look: Look;
  readonly writing: Writing;
  readonly scene: PackedScene;
}

/** The shorter side of a usual diagram, in px; larger diagrams have heavier lines, in proportion. */
const USUAL_SIDE = 640;

/** A painter with a small canvas of its own for each layer of maps, from which the maps are scaled. */
export function createDiagramPainter(makeCanvas: MakeCanvas): Painter<DiagramParts> {
  const pixelsOf = memoize(inkPixels);
  const numbersIn = memoize(createNumbers);
  const atlases: Readonly<Record<MapLayer, Atlas>> = {
    input: createAtlas(makeCanvas),
    conv1: createAtlas(makeCanvas),
    conv2: createAtlas(makeCanvas),
  };
  return {
    needs: ['diagram', 'look', 'writing', 'scene'],
    sizeOf: ({ diagram }) => diagram.size,
    paint(context, { diagram: { layout }, look, writing, scene: packed }) {
      const scene = unpackScene(packed);
      const { palette } = look;
      context.clearRect(0, 0, layout.width, layout.height);
      paintLinks(context, layout, palette, scene.levels);
      context.imageSmoothingEnabled = false;
      context.lineWidth = 1;
      for (const { name, firstNode, nodes } of LAYERS) {
        if (name === 'output') continue;
        const boxes = layout.nodes.slice(firstNode, firstNode + nodes);
        const pictures = scene.pictures[name];
        if (name === 'fc1') paintGroups(context, palette, boxes, pictures);
        else paintMaps(context, palette, boxes, pictures, atlases[name](pictures, pixelsOf(palette)));
      }
      const { usual, rough } = numbersIn(writing.language, writing.words).probability;
      paintOutputs(context, layout, look, scene, layout.upright ? rough : usual);
    },
  };
}

/** The layers scaled from an atlas; a group's units are painted one by one, each with a frame. */
type MapLayer = Exclude<CellLayer, 'fc1'>;

/** Strong links lie over weak ones. Lines are opaque, mixed with the paper: weak ones never add up to a strong one. */
function paintLinks(context: Context, layout: Layout, palette: Palette, levels: Int8Array): void {
  for (const { level, links } of bucketsOf(levels)) {
    setLine(context, layout, palette, level);
    for (const link of links) {
      // One path per link: browsers fill a path of many links as one outline, which takes longer.
      context.beginPath();
      addCurve(context, layout, link);
      context.stroke();
    }
  }
  context.setLineDash([]);
}

/** Makes the context draw links of this level. */
export function setLine(context: Context, { width, height }: Layout, palette: Palette, level: number): void {
  const style = lineStyleOf(level);
  context.strokeStyle = css(mix(palette.paper, level < 0 ? palette.against : palette.for, style.hue));
  context.lineWidth = style.width * Math.max(0.7, Math.min(width, height) / USUAL_SIDE);
  context.setLineDash(dashesOf(level, palette));
}

/** A node that is silent for this drawing has a fainter border. */
function borderColor({ hairline, muted }: Palette, alive: boolean): string {
  return css(alive ? mix(hairline, muted, 0.6) : hairline);
}

function paintMaps(
  context: Context,
  palette: Palette,
  boxes: readonly Box[],
  { side, ink }: CellPictures,
  atlas: CanvasImageSource,
): void {
  boxes.forEach(({ x, y, width, height }, map) => {
    context.drawImage(atlas, 0, map * side, side, side, x, y, width, height);
    const alive = ink.subarray(map * side * side, (map + 1) * side * side).some((value) => value > 0);
    context.strokeStyle = borderColor(palette, alive);
    context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  });
}

/** Paints each group's units as a square of cells. */
function paintGroups(context: Context, palette: Palette, boxes: readonly Box[], { side, ink }: CellPictures): void {
  boxes.forEach((box, group) => {
    const units = ink.subarray(group * GROUP_UNITS, (group + 1) * GROUP_UNITS);
    const pitch = box.width / side;
    context.strokeStyle = borderColor(
      palette,
      units.some((value) => value > 0),
    );
    units.forEach((value, unit) => {
      const x = box.x + (unit % side) * pitch;
      const y = box.y + Math.floor(unit / side) * pitch;
      context.fillStyle = css(inked(palette, value / 255));
      context.fillRect(x + 0.5, y + 0.5, pitch - 1, pitch - 1);
      context.strokeRect(x + 0.5, y + 0.5, pitch - 1, pitch - 1);
    });
  });
}

/** Digits, bars and percentages. The answer stands in a filled square, so that colour alone never says it. */
function paintOutputs(
  context: Context,
  layout: Layout,
  look: Look,
  scene: Scene,
  written: (share: number) => string,
): void {
  const { palette, font } = look;
  const { upright } = layout;
  context.textBaseline = 'middle';
  layout.outputs.forEach(({ glyph, track, label }, digit) => {
    const top = digit === scene.digit;
    if (top) {
      context.fillStyle = css(palette.ink);
      context.fillRect(glyph.x, glyph.y, glyph.width, glyph.height);
    }
    context.textAlign = 'center';
    context.fillStyle = css(top ? palette.paper : palette.ink);
    context.font = `${top ? 700 : 400} ${Math.round(glyph.height * 0.7)}px ${font}`;
    context.fillText(String(digit), glyph.x + glyph.width / 2, glyph.y + glyph.height / 2 + 1);

    context.fillStyle = css(palette.hairline);
    if (upright) context.fillRect(track.x + track.width / 2 - 0.5, track.y, 1, track.height);
    else context.fillRect(track.x, track.y + track.height - 1, track.width, 1);
    if (!scene.probabilities) return;
    const probability = scene.probabilities[digit];
    context.fillStyle = css(top ? palette.ink : palette.muted);
    if (upright) context.fillRect(track.x, track.y, track.width, track.height * probability);
    else context.fillRect(track.x, track.y, track.width * probability, track.height);
    context.font = `${top ? 700 : 400} ${label.size}px ${font}`;
    context.textAlign = label.align;
    context.fillText(written(probability), label.x, label.y);
  });
}
