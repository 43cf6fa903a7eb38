import { css, mix, type Palette, sequential, textOn } from '../../look/color.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';
import { paintSign, signAfter } from './glyphs.ts';

/** One token's choice, as it is painted. The lists have one entry a token that may come, in order of ids. */
export interface ShownChoice {
  readonly tokens: readonly number[];
  /** The token before them. */
  readonly before: number;
  /** From 0 to 1, summing to 1; 0 for those that are cut. */
  readonly shares: readonly number[];
  /** The same as if none were cut. */
  readonly uncut: readonly number[];
  /** The shares in words. */
  readonly labels: readonly string[];
  /** The share of the highest bar there can be, in words. */
  readonly whole: string;
  /** The number that was drawn, and how it is written; null until then. */
  readonly uniform: { readonly value: number; readonly label: string } | null;
  /** Which of the tokens is chosen; null until then. */
  readonly chosen: number | null;
}

export interface ChoiceParts {
  readonly choice: ShownChoice;
  readonly choiceBox: { readonly size: CanvasSize };
  readonly look: Look;
}

const TYPE = 12;
/** From the top, or from the bottom, in CSS px. */
const LABEL_ROOM = 18;
const GLYPH_ROOM = 24;
const LINK_ROOM = 34;
const STRIP = 20;
const NUMBER_ROOM = 22;
/** Of a column's width. */
const BAR = 0.56;
const WIDEST_BAR = 30;
const DASHES = [2, 3];
const LINK_TINT = 0.5;
/** A bar so high has its label where the scale's would be. */
const HIGH = 0.8;
/** Lower outlines would only be noise, in CSS px. */
const LEAST_OUTLINE = 3;
/** Smaller shares have no label. */
const LABELLED = 0.005;
/** Above the label of a bar, and between two labels. */
const GAP = 4;

interface Rooms {
  readonly width: number;
  readonly column: number;
  readonly bar: number;
  /** Where bars begin and where they stand. */
  readonly top: number;
  readonly foot: number;
  readonly strip: number;
}

/**
 * The tokens that may come as bars, the probability as their height; cut ones as outlines. Below, the same probabilities laid
 * end to end from 0 to 1, and on them the number that was drawn: the token that it falls on is chosen.
 */
export function createChoicePainter(): Painter<ChoiceParts> {
  return {
    needs: ['choice', 'choiceBox', 'look'],
    sizeOf: ({ choiceBox }) => choiceBox.size,
    paint(context, { choice, choiceBox: { size }, look }) {
      context.clearRect(0, 0, size.width, size.height);
      const column = size.width / choice.tokens.length;
      const strip = size.height - NUMBER_ROOM - STRIP;
      const foot = strip - LINK_ROOM - GLYPH_ROOM;
      const rooms: Rooms = {
        width: size.width,
        column,
        bar: Math.min(WIDEST_BAR, BAR * column),
        top: LABEL_ROOM,
        foot,
        strip,
      };
      paintFlows(context, choice, rooms, look.palette);
      paintBars(context, choice, rooms, look);
      paintInterval(context, choice, rooms, look);
    },
  };
}

function middleOf({ column }: Rooms, index: number): number {
  return (index + 0.5) * column;
}

function paintBars(context: Context, choice: ShownChoice, rooms: Rooms, { palette, font }: Look): void {
  const { bar, top, foot, column } = rooms;
  context.fillStyle = css(palette.hairline);
  context.fillRect(0, foot, rooms.width, 1);
  context.fillRect(0, top, rooms.width, 1);
  context.font = `${TYPE}px ${font}`;
  context.textBaseline = 'alphabetic';
  context.fillStyle = css(palette.muted);
  const isLeft = choice.shares[0] < HIGH;
  context.textAlign = isLeft ? 'left' : 'right';
  context.fillText(choice.whole, isLeft ? 0 : rooms.width, top - GAP);
  const labelled = labelledBars(choice, column);
  choice.tokens.forEach((token, i) => {
    const x = middleOf(rooms, i);
    const isCut = choice.shares[i] === 0;
    const isChosen = choice.chosen === i;
    const share = isCut ? choice.uncut[i] : choice.shares[i];
    const height = Math.max(1, share * (foot - top));
    const left = Math.round(x - bar / 2) + 0.5;
    if (isCut && height >= LEAST_OUTLINE) {
      context.setLineDash(DASHES);
      context.strokeStyle = css(palette.muted);
      context.lineWidth = 1;
      context.strokeRect(left, Math.round(foot - height) + 0.5, Math.round(bar) - 1, Math.round(height));
      context.setLineDash([]);
    } else if (!isCut) {
      context.fillStyle = css(isChosen ? palette.ink : mix(palette.muted, palette.paper, 0.35));
      context.fillRect(left - 0.5, foot - height, Math.round(bar), height);
    }
    const strong = isChosen || (choice.chosen === null && !isCut);
    const color = isCut ? mix(palette.muted, palette.paper, 0.35) : strong ? palette.ink : palette.muted;
    context.strokeStyle = css(color);
    context.fillStyle = css(color);
    const side = Math.min(20, column);
    const sign = signAfter(choice.before, token);
    paintSign(
      context,
      sign,
      { x: x - side / 2, y: foot + (GLYPH_ROOM - side) / 2 + 1, width: side, height: side },
      font,
    );
    if (!labelled.has(i)) return;
    context.font = `${isChosen ? '600 ' : ''}${TYPE}px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.fillStyle = css(isChosen ? palette.ink : palette.muted);
    const half = labelWidth(choice.labels[i]) / 2;
    context.fillText(choice.labels[i], Math.min(rooms.width - half, Math.max(half, x)), foot - height - GAP);
  });
}

/** The bars that have room for their label: the chosen one, then the highest. */
function labelledBars({ shares, labels, chosen }: ShownChoice, column: number): ReadonlySet<number> {
  const byRank = shares.map((_, i) => i).filter((i) => shares[i] >= LABELLED || i === chosen);
  byRank.sort((a, b) => Number(b === chosen) - Number(a === chosen) || shares[b] - shares[a]);
  const kept: number[] = [];
  const widthOf = (i: number) => labelWidth(labels[i]) + GAP;
  for (const i of byRank) {
    const isFree = kept.every((other) => Math.abs(other - i) * column >= (widthOf(i) + widthOf(other)) / 2);
    if (isFree) kept.push(i);
  }
  return new Set(kept);
}

/** About as wide as a text is, in CSS px. */
function labelWidth(text: string): number {
  return text.length * TYPE * 0.62;
}

/** From each bar's foot to its part of the strip. */
function paintFlows(context: Context, choice: ShownChoice, rooms: Rooms, palette: Palette): void {
  const { strip, width, bar } = rooms;
  const from = strip - LINK_ROOM + 2;
  const bend = (from + strip) / 2;
  let begun = 0;
  choice.tokens.forEach((_, i) => {
    const share = choice.shares[i];
    if (share === 0) return;
    const [left, right] = [begun * width, (begun + share) * width];
    begun += share;
    const x = middleOf(rooms, i);
    const half = Math.min(bar / 2, (right - left) / 2, 8);
    context.beginPath();
    context.moveTo(x - half, from);
    context.bezierCurveTo(x - half, bend, left, bend, left, strip);
    context.lineTo(right, strip);
    context.bezierCurveTo(right, bend, x + half, bend, x + half, from);
    const isChosen = choice.chosen === i;
    context.fillStyle = css(
      isChosen ? mix(palette.paper, palette.ink, 0.3) : mix(palette.paper, palette.hairline, LINK_TINT),
    );
    context.fill();
  });
}

function paintInterval(context: Context, choice: ShownChoice, rooms: Rooms, { palette, font }: Look): void {
  const { strip, width } = rooms;
  let begun = 0;
  choice.tokens.forEach((token, i) => {
    const share = choice.shares[i];
    if (share === 0) return;
    const left = begun * width;
    const wide = share * width;
    begun += share;
    const heat = sequential(palette, share);
    context.fillStyle = css(heat);
    context.fillRect(left, strip, Math.max(0.5, wide - 1), STRIP);
    if (choice.chosen === i) {
      context.strokeStyle = css(palette.ink);
      context.lineWidth = 2;
      context.strokeRect(left + 0.5, strip + 1, Math.max(1, wide - 2), STRIP - 2);
    }
    if (wide <= 22) return;
    context.strokeStyle = css(textOn(heat, palette));
    context.fillStyle = css(textOn(heat, palette));
    const sign = signAfter(choice.before, token);
    paintSign(context, sign, { x: left, y: strip, width: wide, height: STRIP }, font);
  });
  paintScale(context, choice, rooms, palette, font);
}

/** 0 and 1 at the strip's ends, and the number drawn, between them, where it falls. */
function paintScale(context: Context, { uniform }: ShownChoice, rooms: Rooms, palette: Palette, font: string): void {
  const { strip, width } = rooms;
  const below = strip + STRIP + 5;
  const halfLabel = uniform === null ? 0 : labelWidth(uniform.label) / 2 + 6;
  const x = uniform === null ? 0 : uniform.value * width;
  const middle = Math.min(width - halfLabel, Math.max(halfLabel, x));
  context.textBaseline = 'top';
  context.font = `${TYPE}px ${font}`;
  context.fillStyle = css(palette.muted);
  for (const end of [0, 1] as const) {
    if (uniform !== null && Math.abs(middle - end * width) < 2 * halfLabel + 8) continue;
    context.textAlign = end === 0 ? 'left' : 'right';
    context.fillText(String(end), end * width, below + 1);
  }
  if (uniform === null) return;
  context.fillStyle = css(palette.ink);
  context.beginPath();
  context.moveTo(x, strip + STRIP - 6);
  context.lineTo(x - 5, strip + STRIP + 4);
  context.lineTo(x + 5, strip + STRIP + 4);
  context.fill();
  context.fillRect(x - 0.75, strip - 4, 1.5, STRIP + 4);
  context.font = `600 ${TYPE}px ${font}`;
  context.textAlign = 'center';
  context.fillText(uniform.label, middle, below + 1);
}
