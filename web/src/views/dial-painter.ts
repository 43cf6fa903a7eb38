import { mostProbable } from '../explain/reading.ts';
import { type Color, css, mix, sequential, textOn } from '../look/color.ts';
import { memoize } from '../state/memo.ts';
import { createNumbers } from '../text/numbers.ts';
import { type PackedScene, unpackScene } from './diagram/scene.ts';
import type { Painter } from './painting/easel.ts';
import type { CanvasSize, Context } from './parts/canvas.ts';
import type { Look, Writing } from './parts/look.ts';
import { paintText, type TextPlace } from './parts/painted-text.ts';
import { paintPenMark } from './parts/pen-mark.ts';
import type { PenAnswer } from './shares-painter.ts';

/** A rectangle on the dial's canvas, in CSS px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cell, and where its digit and its share stand; below it that of the pen's network, null where it is not shown. */
export interface CellPlace extends Box {
  readonly digit: number;
  readonly name: TextPlace;
  readonly share: TextPlace;
  readonly pen: (Box & { readonly share: TextPlace }) | null;
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
  readonly penAnswer: PenAnswer;
  readonly look: Look;
  readonly writing: Writing;
  readonly scene: PackedScene;
}

/** How far the answer's ring reaches round its cell, in CSS px. */
export const RING = 2;

/** Of the pen's mark, where a cell has room for it beside the share, and how far it is from the edge. */
const MARK = 9;
const MARK_EDGE = 8;
const MARK_ROOM_EMS = 3.6;
/** How much ink it has where it does not mark the answer. */
const MARK_INK = 0.55;
const PEN_RING_DASHES = [3, 2];

/**
 * The ten digits, each on the heat of its probability and with it as percent; the answer ringed, and heavier, whatever colours can
 * be told apart. Below it the same of the pen's network, whose answer has a dashed ring. If anything looks different, all is painted
 * anew: cells lie between pixels, and clearing one would leave the edge of its ring, or take some of its neighbour's.
 */
export function createDialPainter(): Painter<DialParts> {
  const numbersIn = memoize(createNumbers);
  let shown = '';
  let before: Partial<DialParts> = {};
  return {
    needs: ['dial', 'penAnswer', 'look', 'writing', 'scene'],
    sizeOf: ({ dial }) => dial.size,
    paint(context, parts) {
      const { dial, penAnswer, look, writing } = parts;
      const { palette, font } = look;
      const { probabilities, digit } = unpackScene(parts.scene);
      const { usual, rough } = numbersIn(writing.language, writing.words).probability;
      const shareOf = dial.rough ? rough : usual;
      const penDigit = penAnswer && mostProbable(penAnswer);
      const told = (probability: number | undefined) => ({
        heat: sequential(palette, probability ?? 0),
        share: probability === undefined ? '' : shareOf(probability),
      });
      const cells = dial.cells.map((place) => ({
        place,
        ...told(probabilities?.[place.digit]),
        answer: place.digit === digit,
        pen: { ...told(penAnswer?.[place.digit]), answer: place.digit === penDigit },
      }));
      const appearance = cells.map(({ heat, share, answer, pen }) =>
        [css(heat), share, answer, css(pen.heat), pen.share, pen.answer].join(),
      );
      const appears = appearance.join();
      const same = dial === before.dial && look === before.look && appears === shown;
      before = parts;
      shown = appears;
      if (same) return;
      context.clearRect(0, 0, dial.size.width, dial.size.height);
      for (const { place, heat, share, answer, pen } of cells) {
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
        if (place.pen) paintPenShare(context, place.pen, pen, dial.radius, look);
      }
    },
  };
}

function paintPenShare(
  context: Context,
  { x, y, width, height, share: text }: NonNullable<CellPlace['pen']>,
  { heat, share, answer }: { readonly heat: Color; readonly share: string; readonly answer: boolean },
  radius: number,
  { palette, font }: Look,
): void {
  context.fillStyle = css(heat);
  fillRounded(context, x, y, width, height, radius);
  if (answer) {
    context.strokeStyle = css(palette.ink);
    context.lineWidth = RING;
    context.setLineDash(PEN_RING_DASHES);
    const half = RING / 2;
    traceRounded(context, x - half, y - half, width + RING, height + RING, radius + half);
    context.stroke();
    context.setLineDash([]);
  }
  const color = textOn(heat, palette);
  context.fillStyle = css(answer ? color : mix(heat, color, MARK_INK));
  if (width >= MARK + MARK_EDGE + MARK_ROOM_EMS * text.size)
    paintPenMark(context, x + MARK_EDGE, y + (height - MARK) / 2, MARK);
  context.fillStyle = css(color);
  paintText(context, share, text, font, answer ? 700 : 400);
}

function fillRounded(context: Context, x: number, y: number, width: number, height: number, radius: number): void {
  traceRounded(context, x, y, width, height, radius);
  context.fill();
}

function traceRounded(context: Context, x: number, y: number, width: number, height: number, radius: number): void {
  const [right, bottom] = [x + width, y + height];
  context.beginPath();
  context.moveTo(x + radius, y);
  context.arcTo(right, y, right, bottom, radius);
  context.arcTo(right, bottom, x, bottom, radius);
  context.arcTo(x, bottom, x, y, radius);
  context.arcTo(x, y, right, y, radius);
  context.closePath();
}
