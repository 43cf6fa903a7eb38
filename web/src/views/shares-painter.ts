import { mostProbable } from '../explain/reading.ts';
import { css } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import { createNumbers } from '../text/numbers.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import type { Painter } from './painting/easel.ts';
import type { CanvasSize } from './parts/canvas.ts';
import type { Look, Writing } from './parts/look.ts';
import { paintText, type TextPlace } from './parts/painted-text.ts';
import { shareOf, sharesOf } from './verdict-words.ts';

export interface SharesPlace {
  readonly size: CanvasSize;
  readonly text: TextPlace;
  /** Of the share beside what the pen's network says; null where it is not shown. */
  readonly pen: TextPlace | null;
}

/** What the pen's network says: ten probabilities; null while it is not shown, or nothing drawn. */
export type PenAnswer = Float32Array | null;

export interface SharesParts {
  readonly shares: SharesPlace;
  readonly penAnswer: PenAnswer;
  readonly look: Look;
  readonly writing: Writing;
  readonly scene: PackedScene;
}

/** The shares beside the verdict. */
export function createSharesPainter(): Painter<SharesParts> {
  const numbersIn = memoize(createNumbers);
  return {
    needs: ['shares', 'penAnswer', 'look', 'writing', 'scene'],
    sizeOf: ({ shares }) => shares.size,
    paint(context, { shares: { size, text, pen }, penAnswer, look, writing: { language, words }, scene }) {
      const { verdict, probabilities } = unpackScene(scene);
      const digit = probabilities && mostProbable(probabilities);
      const numbers = numbersIn(language, words);
      const told = { words, numbers, reading: { verdict, digit, probabilities } };
      context.clearRect(0, 0, size.width, size.height);
      context.fillStyle = css(look.palette.muted);
      paintText(context, pen ? shareOf(told) : sharesOf(told), text, look.font);
      if (pen && penAnswer)
        paintText(context, numbers.probability.tenths(penAnswer[mostProbable(penAnswer)]), pen, look.font);
    },
  };
}
