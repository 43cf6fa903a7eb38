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
  /** Whether there is room for whole percent only. */
  readonly rough: boolean;
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
 * be told apart. If anything looks different, all is painted anew: cells lie between pixels, and clearing one would leave the edge of
 * its ring, or take some of its neighbour's.
 */
export function createDialPainter(): Painter<DialParts> {
  const numbersIn = memoize(createNumbers);
  let shown = '';
  let before: Partial<DialParts> = {};
  return {
    needs: ['dial', 'look', 'writing', 'scene'],
    sizeOf: ({ dial }) => dial.size,
    paint(context, parts) {
      const { dial, look, writing } = parts;
      const { palette, font } = look;
      const { probabilities, digit } = unpackScene(parts.scene);
      const { usual, rough } = numbersIn(writing.language, writing.words).probability;
      const shareOf = dial.rough ? rough : usual;
      const cells = dial.cells.map((place) => {
        const probability = probabilities?.[place.digit];
        return {
          place,
          heat: sequential(palette, probability ?? 0),
          share: probability === undefined ? '' : shareOf(probability),
          answer: place.digit === digit,
        };
      });
      const appearance = cells.map(({ heat, share, answer }) => [css(heat), share, answer].join()).join();
      const same = dial === before.dial && look === before.look && appearance === shown;
      before = parts;
      shown = appearance;
      if (same) return;
      context.clearRect(0, 0, dial.size.width, dial.size.height);
      for (const { place, heat, share, answer } of cells) {
        const { x, y, width, height } = place;
        if (answer) {
          context.fillStyle = css(palette.ink);
          fillRounded(context, x - RING, y - RING, width + 2 * RING, height + 2 * RING, dial.radius + RING);
        }
        context.fillStyle = css(heat);
        fillRounded(context, x, y, width, height, dial.radius);
        context.fillStyle = css(textOn(heat, palette));
        paintText(context, String(place.digit), place.name, font, answer ? 700 : 400);
        paintText(context, share, place.share, font);
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
