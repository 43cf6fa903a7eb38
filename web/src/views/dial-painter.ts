import { css, sequential, textOn } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import { createNumbers } from '../text/numbers.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import type { Painter } from './painting/easel.ts';
import type { CanvasSize, Context } from './parts/canvas.ts';
import type { Look, Writing } from './parts/look.ts';
import { paintText, type TextPlace } from './parts/painted-text.ts';

/** A cell's rectangle on the dial's canvas, in CSS px, and where its digit and its share stand. */
export interface CellPlace {
  readonly digit: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly name: TextPlace;
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

/** How far the answer's ring reaches round its cell, in CSS px. */
export const RING = 2;

/**
 * The ten digits, each on the heat of its probability and with it as percent; the answer ringed, and heavier, whatever colours can
 * be told apart. Cells that look as before are left as they are.
 */
export function createDialPainter(): Painter<DialParts> {
  const numbersIn = memoize(createNumbers);
  const shown = new Map<number, string>();
  let before: Partial<DialParts> = {};
  return {
    needs: ['dial', 'look', 'writing', 'scene'],
    sizeOf: ({ dial }) => dial.size,
    paint(context, parts) {
      const { dial, look, writing } = parts;
      const { palette, font } = look;
      const anew = dial !== before.dial || look !== before.look;
      if (anew) context.clearRect(0, 0, dial.size.width, dial.size.height);
      before = parts;
      const { probabilities, digit } = unpackScene(parts.scene);
      const { usual } = numbersIn(writing.language, writing.words).probability;
      for (const cell of dial.cells) {
        const probability = probabilities?.[cell.digit];
        const answer = cell.digit === digit;
        const heat = sequential(palette, probability ?? 0);
        const text = probability === undefined ? '' : usual(probability);
        const appearance = [css(heat), text, answer].join();
        if (!anew && shown.get(cell.digit) === appearance) continue;
        shown.set(cell.digit, appearance);
        const { x, y, width, height } = cell;
        context.clearRect(x - RING, y - RING, width + 2 * RING, height + 2 * RING);
        if (answer) {
          context.fillStyle = css(palette.ink);
          fillRounded(context, x - RING, y - RING, width + 2 * RING, height + 2 * RING, dial.radius + RING);
        }
        context.fillStyle = css(heat);
        fillRounded(context, x, y, width, height, dial.radius);
        context.fillStyle = css(textOn(heat, palette));
        paintText(context, String(cell.digit), cell.name, font, answer ? 700 : 400);
        paintText(context, text, cell.share, font);
      }
    },
  };
}

function fillRounded(context: Context, x: number, y: number, width: number, height: number, radius: number): void {
  const [right, bottom] = [x + width, y + height];
  context.beginPath();
  context.moveTo(x + radius, y);
  context.arcTo(right, y, right, bottom, radius);
  context.arcTo(right, bottom, x, bottom, radius);
  context.arcTo(x, bottom, x, y, radius);
  context.arcTo(x, y, right, y, radius);
  context.fill();
}
