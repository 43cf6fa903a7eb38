import { mostProbable } from '../explain/reading.ts';
import { css } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import { createNumbers } from '../text/numbers.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import type { Painter } from './painting/easel.ts';
import type { CanvasSize } from './parts/canvas.ts';
import type { Look, Writing } from './parts/look.ts';
import { paintText, type TextPlace } from './parts/painted-text.ts';
import { sharesOf } from './verdict-words.ts';

export interface SharesPlace {
  readonly size: CanvasSize;
  readonly text: TextPlace;
}

export interface SharesParts {
  readonly shares: SharesPlace;
  readonly look: Look;
  readonly writing: Writing;
  readonly scene: PackedScene;
}

/** The shares beside the verdict. */
export function createSharesPainter(): Painter<SharesParts> {
  const numbersIn = memoize(createNumbers);
  return {
    needs: ['shares', 'look', 'writing', 'scene'],
    sizeOf: ({ shares }) => shares.size,
    paint(context, { shares: { size, text }, look, writing: { language, words }, scene }) {
      const { verdict, probabilities } = unpackScene(scene);
      const digit = probabilities && mostProbable(probabilities);
      const written = sharesOf({
        words,
        numbers: numbersIn(language, words),
        reading: { verdict, digit, probabilities },
      });
      context.clearRect(0, 0, size.width, size.height);
      context.fillStyle = css(look.palette.muted);
      paintText(context, written, text, look.font);
    },
  };
}
