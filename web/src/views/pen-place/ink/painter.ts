/** On the drawing itself: its tokens, where the one looked at looked, and where the pen was expected to go from there. */

import { PAD_SIDE, PEN_WIDTH } from '../../../ink/drawing.ts';
import { type Color, css, mix, type Palette } from '../../../look/color.ts';
import {
  DIRECTION_X,
  DIRECTION_Y,
  DIRECTIONS,
  DROP,
  END,
  FIRST_STEP,
  LIFT,
  READ,
} from '../../../net/pen/description.ts';
import { memoize } from '../../../state/memo.ts';
import { createNumbers, type Numbers } from '../../../text/numbers.ts';
import { say, type WordKey } from '../../../text/words.ts';
import type { Painter } from '../../painting/easel.ts';
import type { CanvasSize, Context } from '../../parts/canvas.ts';
import type { Look, Writing } from '../../parts/look.ts';
import { paintSign, signAfter } from '../glyphs.ts';
import type { FlatStroke } from '../ways-picture.ts';
import { arcsOf, type Beside, besideInk, largestWeight } from './marks.ts';
import { DOWN, NOWHERE, type PackedInk, type ShownInk, unpackInk } from './packing.ts';

export interface PenInkParts {
  readonly penInk: PackedInk;
  /** The strokes that the network is not shown: x and y in turn, in pad units. */
  readonly penInkOut: readonly FlatStroke[];
  readonly penInkBox: { readonly size: CanvasSize };
  readonly look: Look;
  readonly writing: Writing;
}

/** As shares of the pad's side: a petal that is certain, and the ring round its middle. */
const PETAL = 0.24;
const RING = 0.022;
/** Petals do not touch. */
const PETAL_ANGLE = (2 * Math.PI * 0.86) / DIRECTIONS;
const TICK = 0.0045;
const HEAT_WIDTH = 0.5;
const MARK = { size: 14, gap: 8, edge: 8, type: 12 };

const NAMES: Readonly<Record<number, WordKey>> = {
  [READ]: 'penInk.start',
  [LIFT]: 'penInk.lift',
  [DROP]: 'penInk.drop',
  [END]: 'penInk.end',
};

/** The colour of attention, and of its two signs where it is a difference. */
interface Hues {
  readonly more: Color;
  readonly less: Color;
}

export function createPenInkPainter(): Painter<PenInkParts> {
  const numbersIn = memoize(createNumbers);
  return {
    needs: ['penInk', 'penInkOut', 'penInkBox', 'look', 'writing'],
    sizeOf: ({ penInkBox }) => penInkBox.size,
    paint(context, { penInk, penInkOut, penInkBox: { size }, look, writing }) {
      context.clearRect(0, 0, size.width, size.height);
      const shown = unpackInk(penInk);
      const unit = size.width / PAD_SIDE;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      paintPaleStrokes(context, penInkOut, unit, look.palette);
      if (shown.count === 0) return;
      const hues = huesOf(shown, look.palette);
      paintHeat(context, shown, unit, look.palette, hues);
      paintTicks(context, shown, unit, size, look.palette);
      paintArcs(context, shown, unit, look.palette, hues);
      paintRose(context, shown, unit, size, look.palette);
      paintBeside(context, shown, size, look, writing, numbersIn(writing.language, writing.words));
    },
  };
}

function huesOf({ isDifference }: ShownInk, palette: Palette): Hues {
  return isDifference
    ? { more: palette.for, less: palette.against }
    : { more: palette.heatHigh, less: palette.heatHigh };
}

/** What the network is not shown steps back. */
function paintPaleStrokes(context: Context, strokes: readonly FlatStroke[], unit: number, palette: Palette): void {
  context.strokeStyle = css(palette.paper, 0.8);
  context.lineWidth = PEN_WIDTH * unit + 2;
  for (const stroke of strokes) {
    context.beginPath();
    for (let i = 0; i < stroke.length; i += 2) context.lineTo(stroke[i] * unit, stroke[i + 1] * unit);
    if (stroke.length === 2) context.lineTo(stroke[0] * unit, stroke[1] * unit);
    context.stroke();
  }
}

/** Each movement on the paper in the colour of the attention that it gets, within the ink. */
function paintHeat(context: Context, shown: ShownInk, unit: number, palette: Palette, hues: Hues): void {
  const largest = largestWeight(shown);
  if (largest === 0) return;
  context.lineWidth = HEAT_WIDTH * PEN_WIDTH * unit;
  for (let token = 1; token < shown.count; token++) {
    const weight = shown.weight(token);
    if (weight === 0 || shown.pen(token) !== DOWN) continue;
    const from = shown.pen(token - 1) === NOWHERE ? token : token - 1;
    context.strokeStyle = css(
      mix(palette.ink, weight > 0 ? hues.more : hues.less, Math.sqrt(Math.abs(weight) / largest)),
    );
    context.beginPath();
    context.moveTo(shown.x(from) * unit, shown.y(from) * unit);
    context.lineTo(shown.x(token) * unit, shown.y(token) * unit);
    context.stroke();
  }
}

/** Where the pen is after each token: on the ink in the colour of paper, through the air fainter. */
function paintTicks(context: Context, shown: ShownInk, unit: number, { width }: CanvasSize, palette: Palette): void {
  const radius = Math.max(1, TICK * width);
  for (let token = 1; token < shown.count; token++) {
    const pen = shown.pen(token);
    if (pen === NOWHERE) continue;
    context.fillStyle = css(pen === DOWN ? palette.paper : palette.muted, pen === DOWN ? 0.9 : 0.6);
    context.beginPath();
    context.arc(shown.x(token) * unit, shown.y(token) * unit, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** From the token looked at to those that it looked at most, as wide as their shares. */
function paintArcs(context: Context, shown: ShownInk, unit: number, palette: Palette, hues: Hues): void {
  const { token } = shown;
  if (token >= shown.count || shown.pen(token) === NOWHERE) return;
  const [x, y] = [shown.x(token) * unit, shown.y(token) * unit];
  const largest = largestWeight(shown);
  for (const key of arcsOf(shown)) {
    const [toX, toY] = [shown.x(key) * unit, shown.y(key) * unit];
    const weight = shown.weight(key);
    // Bent to the left of the way there, so that neighbours' arcs lie apart.
    const [middleX, middleY] = [(x + toX) / 2 + 0.28 * (toY - y), (y + toY) / 2 - 0.28 * (toX - x)];
    for (const [color, extra] of [
      [palette.paper, 2],
      [weight > 0 ? hues.more : hues.less, 0],
    ] as const) {
      context.strokeStyle = css(color, extra > 0 ? 0.6 : 1);
      context.lineWidth = 0.75 + extra + (3 * Math.abs(weight)) / largest;
      context.beginPath();
      context.moveTo(x, y);
      context.quadraticCurveTo(middleX, middleY, toX, toY);
      context.stroke();
    }
  }
}

/** A petal a direction, whose area is its probability; the way that the pen then took is outlined. */
function paintRose(context: Context, shown: ShownInk, unit: number, { width }: CanvasSize, palette: Palette): void {
  const { token, followed } = shown;
  if (token >= shown.count || shown.pen(token) === NOWHERE) return;
  const [x, y] = [shown.x(token) * unit, shown.y(token) * unit];
  const certain = certainPetal(shown, x, y, width);
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const probability = shown.next(FIRST_STEP + direction);
    const isTaken = followed === FIRST_STEP + direction;
    const radius = certain * Math.sqrt(probability);
    const angle = Math.atan2(DIRECTION_Y[direction], DIRECTION_X[direction]);
    context.beginPath();
    context.moveTo(x, y);
    context.arc(
      x,
      y,
      Math.max(radius, isTaken ? 1.6 * RING * width : 0),
      angle - PETAL_ANGLE / 2,
      angle + PETAL_ANGLE / 2,
    );
    context.closePath();
    context.fillStyle = css(palette.heatMiddle, 0.92);
    context.fill();
    context.lineWidth = isTaken ? 2 : 1;
    context.strokeStyle = css(isTaken ? palette.ink : palette.paper);
    context.stroke();
  }
  context.beginPath();
  context.arc(x, y, RING * width, 0, 2 * Math.PI);
  context.fillStyle = css(palette.paper);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = css(palette.ink);
  context.stroke();
}

/** How long a certain petal is, so that all of them stay on the pad. */
function certainPetal(shown: ShownInk, x: number, y: number, side: number): number {
  let certain = PETAL * side;
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const [alongX, alongY] = [DIRECTION_X[direction], DIRECTION_Y[direction]];
    const room = Math.min(
      alongX > 0 ? (side - x) / alongX : alongX < 0 ? -x / alongX : Number.POSITIVE_INFINITY,
      alongY > 0 ? (side - y) / alongY : alongY < 0 ? -y / alongY : Number.POSITIVE_INFINITY,
    );
    const length = Math.sqrt(shown.next(FIRST_STEP + direction));
    if (certain * length > room) certain = room / length;
  }
  return certain;
}

/** At the pad's lower edge: what is no direction, on the right; what was looked at and has no place, on the left; one over the other, where there is less room. */
function paintBeside(
  context: Context,
  shown: ShownInk,
  { width, height }: CanvasSize,
  { palette, font }: Look,
  { words }: Writing,
  numbers: Numbers,
): void {
  const { signs, beginning } = besideInk(shown);
  const color = css(mix(palette.paper, palette.ink, 0.8));
  const { size, gap, edge, type } = MARK;
  const y = height - edge - size;
  context.fillStyle = color;
  context.strokeStyle = color;
  const write = (id: number, text: string, x: number, y: number): void => {
    paintSign(context, signAfter(undefined, id), { x, y, width: size, height: size }, font);
    context.font = `${type}px ${font}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    // The rose may reach below it.
    context.strokeStyle = css(palette.paper);
    context.lineWidth = 3;
    context.strokeText(text, x + size + 3, y + size / 2 + 0.5);
    context.strokeStyle = color;
    context.fillText(text, x + size + 3, y + size / 2 + 0.5);
  };
  context.font = `${type}px ${font}`;
  const roomOf = (text: string): number => size + 3 + context.measureText(text).width;
  const named = ({ id, share }: Beside): string => `${say(words, NAMES[id])} ${numbers.probability.rough(share)}`;
  const all = beginning ? [...signs, beginning] : signs;
  const room = all.reduce((sum, one) => sum + roomOf(named(one)) + gap, 2 * edge);
  let x = width - edge;
  let row = y;
  for (const sign of signs) {
    const taken = roomOf(named(sign));
    write(sign.id, named(sign), x - taken, row);
    if (room <= width) x -= taken + gap;
    else row -= size + 4;
  }
  if (beginning) write(beginning.id, named(beginning), edge, y);
}
