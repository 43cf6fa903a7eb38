import { inkPixels } from '../look/color.ts';
import { architecture } from '../net/cnn/architecture.ts';
import { memoize } from '../state/memo.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import { createCellImage } from './painting/atlas.ts';
import type { Painter } from './painting/easel.ts';
import type { Look } from './parts/look.ts';

const SIDE = architecture.conv1.inputWidth;

export interface PreviewParts {
  readonly look: Look;
  readonly scene: PackedScene;
}

/** The very values that the network is given, a pixel each; the style sheet enlarges them without smoothing. */
export function createPreviewPainter(): Painter<PreviewParts> {
  const pixelsOf = memoize(inkPixels);
  const imageOf = createCellImage();
  return {
    needs: ['look', 'scene'],
    sizeOf: () => ({ width: SIDE, height: SIDE, ratio: 1 }),
    paint(context, { look, scene }) {
      context.putImageData(imageOf(context, unpackScene(scene).pictures.input, pixelsOf(look.palette)), 0, 0);
    },
  };
}
