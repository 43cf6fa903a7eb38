import { inkOfShare, inkPixels } from '../look/color.ts';
import type { Frame } from '../state/frame.ts';
import { contextOf } from './parts/canvas.ts';
import { need } from './parts/dom.ts';
import type { View } from './view.ts';

/** The exact values that the network reads, one pixel each; the style sheet enlarges them without smoothing. */
export function mountPreview(root: HTMLElement): View {
  const canvas = need(root, '.pixels', HTMLCanvasElement);
  const context = contextOf(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  let inks = new Uint32Array();
  let shown: Frame | null = null;
  return {
    update(frame) {
      const { input, palette } = frame;
      if (shown?.input === input && shown.palette === palette) return;
      if (shown?.palette !== palette) inks = inkPixels(palette);
      shown = frame;
      for (let i = 0; i < pixels.length; i++) pixels[i] = inks[input === null ? 0 : inkOfShare(input[i])];
      context.putImageData(image, 0, 0);
    },
  };
}
