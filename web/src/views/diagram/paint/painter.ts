import { css, inked, mix, type Palette } from '../../parts/color.ts';
import type { Box, Layout } from '../layout.ts';
import { dashesOf, lookOf } from '../scale.ts';
import { bucketsOf, type Pictures, type Scene } from '../scene.ts';
import { GROUP_UNITS, LAYERS, type LayerName } from '../topology.ts';

/** Any 2D context: the page's, or a worker's. */
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** How the picture looks, apart from what it shows. */
export interface Look {
  readonly palette: Palette;
  /** CSS font families. */
  readonly font: string;
}

/** A small canvas to scale pictures from. */
export type MakeCanvas = (width: number, height: number) => HTMLCanvasElement | OffscreenCanvas;

/** Canvas pixels of an ink value, for one palette: four bytes in the machine's own order. */
interface Inks {
  readonly palette: Palette;
  readonly pixels: Uint32Array;
}

export interface Painter {
  /** Paints the whole diagram into `context`, whose unit is the CSS px and whose canvas may hold an earlier picture. */
  paint(context: Context, layout: Layout, look: Look, scene: Scene): void;
}

/** Width of lines at this length of the stage's shorter side; larger stages have heavier lines, in proportion. */
const USUAL_SIDE = 640;
/** How far along its way a link's curve keeps the direction it left in. */
const BEND = 0.5;

/** A painter with its own small canvases, one a layer, in which maps become pictures of one pixel a cell. */
export function createPainter(makeCanvas: MakeCanvas): Painter {
  const atlases = new Map<LayerName, { canvas: HTMLCanvasElement | OffscreenCanvas; context: Context }>();
  let inks: Inks | null = null;

  function inksOf(palette: Palette): Inks {
    if (inks?.palette !== palette) inks = { palette, pixels: inkPixels(palette) };
    return inks;
  }

  /** The pictures of a layer under one another, one pixel a cell. */
  function atlasOf(layer: LayerName, { side, ink }: Pictures, { pixels }: Inks): HTMLCanvasElement | OffscreenCanvas {
    const height = ink.length / side;
    let atlas = atlases.get(layer);
    if (!atlas || atlas.canvas.width !== side || atlas.canvas.height !== height) {
      const canvas = makeCanvas(side, height);
      atlas = { canvas, context: contextOf(canvas) };
      atlases.set(layer, atlas);
    }
    const image = atlas.context.createImageData(side, height);
    const out = new Uint32Array(image.data.buffer);
    for (let cell = 0; cell < ink.length; cell++) out[cell] = pixels[ink[cell]];
    atlas.context.putImageData(image, 0, 0);
    return atlas.canvas;
  }

  function paintPictures(context: Context, layout: Layout, look: Look, scene: Scene): void {
    const { palette } = look;
    context.imageSmoothingEnabled = false;
    context.lineWidth = 1;
    for (const layer of LAYERS) {
      if (layer.name === 'output') continue;
      const pictures = scene.pictures[layer.name];
      const atlas = atlasOf(layer.name, pictures, inksOf(palette));
      const { side } = pictures;
      for (let index = 0; index < layer.nodes; index++) {
        const box = layout.nodes[layer.firstNode + index];
        if (layer.name === 'fc1') {
          paintUnits(context, palette, box, pictures.ink.subarray(index * GROUP_UNITS, (index + 1) * GROUP_UNITS));
          continue;
        }
        context.drawImage(atlas, 0, index * side, side, side, box.x, box.y, box.width, box.height);
        const alive = pictures.ink.subarray(index * side * side, (index + 1) * side * side).some((ink) => ink > 0);
        context.strokeStyle = frameColor(palette, alive);
        context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
      }
    }
  }

  return {
    paint(context, layout, look, scene) {
      context.clearRect(0, 0, layout.width, layout.height);
      paintLinks(context, layout, look.palette, scene.levels);
      paintPictures(context, layout, look, scene);
      paintOutputs(context, layout, look, scene);
    },
  };
}

export function contextOf(canvas: HTMLCanvasElement | OffscreenCanvas): Context {
  const context = canvas.getContext('2d') as Context | null;
  if (!context) throw new Error('This browser gives no 2D canvas.');
  return context;
}

/** Strong links lie over weak ones. Lines are opaque, mixed with the paper: many weak ones never add up to a strong one. */
function paintLinks(context: Context, layout: Layout, palette: Palette, levels: Int8Array): void {
  const { ends, upright } = layout;
  const scale = Math.max(0.7, Math.min(layout.width, layout.height) / USUAL_SIDE);
  for (const { level, links } of bucketsOf(levels)) {
    const { width, hue } = lookOf(level);
    context.strokeStyle = css(mix(palette.paper, level < 0 ? palette.against : palette.for, hue));
    context.lineWidth = width * scale;
    context.setLineDash(dashesOf(level, palette));
    for (const link of links) {
      const [x0, y0, x1, y1] = ends.subarray(4 * link, 4 * link + 4);
      // One path a link: a path of many links is filled as one outline, which takes browsers longer.
      context.beginPath();
      context.moveTo(x0, y0);
      if (upright) context.bezierCurveTo(x0, y0 + (y1 - y0) * BEND, x1, y1 - (y1 - y0) * BEND, x1, y1);
      else context.bezierCurveTo(x0 + (x1 - x0) * BEND, y0, x1 - (x1 - x0) * BEND, y1, x1, y1);
      context.stroke();
    }
  }
  context.setLineDash([]);
}

/** A node that is silent for this drawing stands back. */
function frameColor({ hairline, muted }: Palette, alive: boolean): string {
  return css(alive ? mix(hairline, muted, 0.6) : hairline);
}

/** A group's units as a square of cells. */
function paintUnits(context: Context, palette: Palette, box: Box, ink: Uint8Array): void {
  const across = Math.ceil(Math.sqrt(ink.length));
  const pitch = box.width / across;
  const alive = ink.some((value) => value > 0);
  context.strokeStyle = frameColor(palette, alive);
  for (let unit = 0; unit < ink.length; unit++) {
    const x = box.x + (unit % across) * pitch;
    const y = box.y + Math.floor(unit / across) * pitch;
    context.fillStyle = css(inked(palette, ink[unit] / 255));
    context.fillRect(x + 0.5, y + 0.5, pitch - 1, pitch - 1);
    context.strokeRect(x + 0.5, y + 0.5, pitch - 1, pitch - 1);
  }
}

/** Digits, bars and percentages. The most probable digit stands in a filled square, so that colour alone never says it. */
function paintOutputs(context: Context, layout: Layout, look: Look, scene: Scene): void {
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
    if (!scene.probabilities || !scene.percentages) return;
    const probability = scene.probabilities[digit];
    context.fillStyle = css(top ? palette.ink : palette.muted);
    if (upright) context.fillRect(track.x, track.y, track.width, track.height * probability);
    else context.fillRect(track.x, track.y, track.width * probability, track.height);
    context.font = `${top ? 700 : 400} ${label.size}px ${font}`;
    context.textAlign = label.align;
    context.fillText(scene.percentages[digit], label.x, label.y);
  });
}

/** 256 steps from paper to ink. Image data are bytes R, G, B, A in memory, whatever the machine's order. */
function inkPixels(palette: Palette): Uint32Array {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let ink = 0; ink < 256; ink++) bytes.set([...inked(palette, ink / 255), 255], 4 * ink);
  return new Uint32Array(bytes.buffer);
}
