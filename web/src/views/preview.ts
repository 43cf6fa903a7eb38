import { inkOfShare, inkPixels } from '../look/color.ts';
import { architecture } from '../net/cnn/architecture.ts';
import type { Frame } from '../state/frame.ts';
import { memoize } from '../state/memo.ts';
import { isWriting } from '../state/state.ts';
import { createCellImage } from './painting/atlas.ts';
import type { Studio } from './painting/studio.ts';
import { contextOf } from './parts/canvas.ts';
import { need } from './parts/dom.ts';
import { createRest, TEXT_REST_MS } from './parts/rest.ts';
import type { PictureParts } from './pictures.ts';
import type { View } from './view.ts';

/**
 * The very values that the network is given, a pixel each; the style sheet enlarges them without smoothing. While a stroke is being
 * drawn they are painted over the page's own canvas, which follows when the pen rests, as text does.
 */
export function mountPreview(root: HTMLElement, studio: Studio<PictureParts>): View {
  const canvas = need(root, '.pixels', HTMLCanvasElement);
  studio.hang('preview', need(root, '.preview-picture', HTMLElement));
  const context = contextOf(canvas);
  const side = architecture.conv1.inputWidth;
  const ink = new Uint8Array(side * side);
  const imageOf = createCellImage();
  const pixelsOf = memoize(inkPixels);
  let shown: Frame | null = null;
  let written: Frame | null = null;
  const write = (): void => {
    if (shown === null || (written?.input === shown.input && written.palette === shown.palette)) return;
    written = shown;
    const { input, palette } = shown;
    for (let cell = 0; cell < ink.length; cell++) ink[cell] = input === null ? 0 : inkOfShare(input[cell]);
    context.putImageData(imageOf(context, { side, ink }, pixelsOf(palette)), 0, 0);
  };
  const rest = createRest(TEXT_REST_MS, write);
  return {
    update(frame, time) {
      shown = frame;
      if (isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}
