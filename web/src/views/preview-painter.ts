import { inkPixels } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import type { Scene } from './diagram/scene.ts';
import { createCellImage } from './painting/atlas.ts';
import type { Painter } from './painting/easel.ts';
import type { Look } from './parts/look.ts';

export interface PreviewParts {
  readonly look: Look;
  readonly scene: Scene;
}

/** The very values that the network is given, a pixel each; the style sheet enlarges them without smoothing. */
export function createPreviewPainter(): Painter<PreviewParts> {
  const pixelsOf = memoize(inkPixels);
  const imageOf = createCellImage();
  return {
    needs: ['look', 'scene'],
    sizeOf: ({ scene }) => ({ width: scene.pictures.input.side, height: scene.pictures.input.side, ratio: 1 }),
    paint(context, { look, scene }) {
      context.putImageData(imageOf(context, scene.pictures.input, pixelsOf(look.palette)), 0, 0);
    },
  };
}
