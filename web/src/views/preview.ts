import type { Frame } from '../app/frame.ts';
import { contextOf } from './parts/canvas.ts';
import { inked, type Palette } from './parts/color.ts';
import { need } from './parts/dom.ts';
import type { View } from './view.ts';

const LEVELS = 256;

/** The very values that the network is given, a pixel each; the style sheet enlarges them without smoothing. */
export function mountPreview(root: HTMLElement): View {
  const canvas = need(root, '.pixels', HTMLCanvasElement);
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  let levels: Uint32Array = new Uint32Array(LEVELS);
  let shown: Frame | null = null;
  return {
    update(frame) {
      if (shown?.revision === frame.revision && shown.palette === frame.palette) return;
      if (shown?.palette !== frame.palette) levels = levelsOf(frame.palette);
      shown = frame;
      const { input } = frame;
      for (let i = 0; i < pixels.length; i++)
        pixels[i] = levels[input === null ? 0 : Math.round(input[i] * (LEVELS - 1))];
      context.putImageData(image, 0, 0);
    },
  };
}

/** A colour for each of 256 amounts of ink, as the four bytes of a pixel. */
function levelsOf(palette: Palette): Uint32Array {
  const bytes = new Uint8ClampedArray(4 * LEVELS);
  for (let level = 0; level < LEVELS; level++) bytes.set([...inked(palette, level / (LEVELS - 1)), 255], 4 * level);
  return new Uint32Array(bytes.buffer);
}
