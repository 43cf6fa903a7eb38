import { css, sequential, textOn } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import { createNumbers } from '../text/numbers.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import type { Painter } from './painting/easel.ts';
import type { CanvasSize, Context } from './parts/canvas.ts';
import type { Look, Writing } from './parts/look.ts';
import { paintText, type TextPlace } from './parts/painted-text.ts';

/** A cell's rectangle on the dial's canvas, in CSS px, and where its share stands. */
export interface CellPlace {
  readonly digit: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly share: TextPlace;
}

export interface DialPlace {
  readonly size: CanvasSize;
  /** Of the cells' rounded corners. */
  readonly radius: number;
  readonly cells: readonly CellPlace[];
}

export interface DialParts {
  readonly dial: DialPlace;
  readonly look: Look;
  readonly writing: Writing;
  readonly scene: PackedScene;
}

/** Each cell's heat by its probability, and the probability as percent. Cells that look as before are left as they are. */
export function createDialPainter(): Painter<DialParts> {
  const numbersIn = memoize(createNumbers);
  const shown = new Map<number, string>();
  let before: Partial<DialParts> = {};
  return {
    needs: ['dial', 'look', 'writing', 'scene'],
    sizeOf: ({ dial }) => dial.size,
    paint(context, parts) {
      const { dial, look, writing } = parts;
      const anew = dial !== before.dial || look !== before.look;
      if (anew) context.clearRect(0, 0, dial.size.width, dial.size.height);
      before = parts;
      const { probabilities } = unpackScene(parts.scene);
      const { usual } = numbersIn(writing.language, writing.words).probability;
      for (const cell of dial.cells) {
        const probability = probabilities?.[cell.digit];
        const heat = sequential(look.palette, probability ?? 0);
        const text = probability === undefined ? '' : usual(probability);
        const appearance = css(heat) + text;
        if (!anew && shown.get(cell.digit) === appearance) continue;
        shown.set(cell.digit, appearance);
        context.fillStyle = css(heat);
        fillRounded(context, cell, dial.radius);
        context.fillStyle = css(textOn(heat, look.palette));
        paintText(context, text, cell.share, look.font);
      }
    },
  };
}

function fillRounded(context: Context, { x, y, width, height }: CellPlace, radius: number): void {
  const [right, bottom] = [x + width, y + height];
  context.clearRect(x, y, width, height);
  context.beginPath();
  context.moveTo(x + radius, y);
  context.arcTo(right, y, right, bottom, radius);
  context.arcTo(right, bottom, x, bottom, radius);
  context.arcTo(x, bottom, x, y, radius);
  context.arcTo(x, y, right, y, radius);
  context.fill();
}
