/** Where everything of the diagram stands, in CSS px. */

import { CONTEXT, SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import type { RowPlace, Sizes } from './places.ts';
import { placeWay, type Way } from './way-layout.ts';

/** The sequence in lines, each a line of glyphs over one of bars. */
export interface StripPlace {
  readonly x: number;
  readonly y: number;
  readonly perLine: number;
  /** From one token to the next. */
  readonly pitch: number;
  readonly glyphHeight: number;
  readonly barHeight: number;
  /** From one line to the next. */
  readonly lineHeight: number;
}

export interface Layout extends Way {
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly strip: StripPlace;
}

/** Narrower than this, everything stands in one column. */
const COLUMNS_FROM = 520;
const HEAD_GAP = 4;
/** The most tokens that are shown: of a drawing that fills the context, and ASK. */
const MOST_TOKENS = CONTEXT - 1;
const STRIP_GAP = 5;

const LEAST: Sizes = { matrix: 48, row: 13, stripBar: 13, bars: 46 };
/** What grows first, and how far: the bars until they can be told apart, then what is seen least well. */
const GROWTH: readonly (readonly [keyof Sizes, number])[] = [
  ['bars', 60],
  ['matrix', 160],
  ['row', 20],
  ['stripBar', 26],
  ['bars', 110],
];
const COMPACT: Sizes = { matrix: 0, row: 18, stripBar: 16, bars: 64 };

/** @param height what there is; one that is too low, or of a narrow one any, is made what it needs */
export function penLayout(width: number, height: number): Layout {
  const compact = width < COLUMNS_FROM;
  if (compact) return laidOut(width, compact, COMPACT);
  const sizes = { ...LEAST };
  const grow = (name: keyof Sizes, most: number): void => {
    const per = heightWith(width, { ...sizes, [name]: sizes[name] + 1 }) - heightWith(width, sizes);
    const room = per > 0 ? (height - heightWith(width, sizes)) / per : 0;
    sizes[name] = Math.min(most, sizes[name] + Math.max(0, Math.floor(2 * room) / 2));
  };
  for (const [name, most] of GROWTH) {
    // A matrix stands over its head's units.
    grow(name, name === 'matrix' ? Math.min(most, laidOut(width, compact, sizes).lane) : most);
  }
  return laidOut(width, compact, sizes);
}

function heightWith(width: number, sizes: Sizes): number {
  return laidOut(width, false, sizes).height;
}

function laidOut(width: number, compact: boolean, sizes: Sizes): Layout {
  const perLine = compact ? 32 : 48;
  const pitch = width / perLine;
  const glyphHeight = Math.min(20, Math.max(12, Math.floor(pitch)));
  const lineHeight = glyphHeight + sizes.stripBar + STRIP_GAP;
  const strip = { x: 0, y: 1, perLine, pitch, glyphHeight, barHeight: sizes.stripBar, lineHeight };
  const top = strip.y + Math.ceil(MOST_TOKENS / perLine) * lineHeight;
  return { ...placeWay(width, top, compact, sizes), width, compact, strip };
}

export function glyphBox({ x, y, perLine, pitch, glyphHeight, barHeight, lineHeight }: StripPlace, token: number): Box {
  return {
    x: x + (token % perLine) * pitch,
    y: y + Math.floor(token / perLine) * lineHeight + barHeight + 1,
    width: pitch,
    height: glyphHeight,
  };
}

/** Above a token's glyph: as much of it as the shown token looks there. */
export function barBox(strip: StripPlace, token: number): Box {
  const glyph = glyphBox(strip, token);
  return { ...glyph, y: glyph.y - 1 - strip.barHeight, height: strip.barHeight };
}

export function cellBox({ x, y, width, lineHeight, cellHeight, units, lines, groups }: RowPlace, unit: number): Box {
  const perLine = Math.ceil(units / lines);
  const along = unit % perLine;
  const cell = (width - HEAD_GAP * (groups - 1)) / perLine;
  const group = Math.floor((along * groups) / perLine);
  return {
    x: x + along * cell + HEAD_GAP * group,
    y: y + Math.floor(unit / perLine) * lineHeight,
    width: cell,
    height: cellHeight,
  };
}

/** Round all of a row's cells, or the units of one head. */
export function rowBox(place: RowPlace, head: number | null = null): Box {
  const { x, y, width, lineHeight, cellHeight, lines } = place;
  if (head === null) return { x, y, width, height: (lines - 1) * lineHeight + cellHeight };
  const first = cellBox(place, head * SIZES.headUnits);
  const last = cellBox(place, (head + 1) * SIZES.headUnits - 1);
  return { ...first, width: last.x + last.width - first.x };
}

/** Of the tokens that may follow, number `index`: its column, with the glyph at the foot. */
export function outputBox({ x, y, width, height }: Box, index: number, count: number): Box {
  const column = Math.min(width / count, 32);
  return { x: x + index * column, y, width: column, height };
}
