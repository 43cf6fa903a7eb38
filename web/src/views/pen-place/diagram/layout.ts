/** Where everything of the diagram stands, in CSS px. */

import { CONTEXT, SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import type { RowPlace, Sizes } from './places.ts';
import type { Way } from './way-builder.ts';
import { placeWay, type Shape } from './way-layout.ts';

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

export interface Layout extends Omit<Way, 'heads'> {
  readonly heads: Box;
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  readonly strip: StripPlace;
  /** Over the sequence: its bars' scale, and those of the colours. */
  readonly caption: Box;
}

/** Narrower than this, everything stands in one column. */
const COLUMNS_FROM = 520;
const HEAD_GAP = 4;
/** The most tokens that are shown: of a drawing that fills the context, and ASK. */
const MOST_TOKENS = CONTEXT - 1;
const STRIP_GAP = 4;
const CAPTION = 15;
/** For whoever chooses heads, where that stands over all. */
const HEADS = { wide: 30, compact: 48, wrapped: 90 };
/** From here on all of it stands in one line. */
const WRAPPED_BELOW = 420;

const LEAST: Sizes = { matrix: 44, row: 13, stripBar: 11, bars: 40 };
/** What grows first, and how far: the bars until they can be told apart, then what is seen least well. */
const GROWTH: readonly (readonly [keyof Sizes, number])[] = [
  ['bars', 60],
  ['matrix', 160],
  ['row', 20],
  ['stripBar', 26],
  ['bars', 110],
];
/** The same while what is inside the layers is folded: then the matrices are seen well. */
const FOLDED_GROWTH: typeof GROWTH = [
  ['matrix', 80],
  ['bars', 60],
  ['matrix', 220],
  ['stripBar', 26],
  ['row', 20],
  ['bars', 130],
];
const COMPACT: Sizes = { matrix: 0, row: 18, stripBar: 16, bars: 64 };

/**
 * @param height what there is; one that is too low, or of a narrow one any, is made what it needs
 * @param inside whether it shows what is inside the layers
 */
export function penLayout(width: number, height: number, inside: boolean): Layout {
  if (width < COLUMNS_FROM) return laidOut(width, { compact: true, inside, abreast: false }, COMPACT);
  const abreast = fitted(width, height, { compact: false, inside, abreast: true });
  if (inside) return abreast;
  // Where that is low and wide, the matrices are seen better side by side.
  const column = fitted(width, height, { compact: false, inside, abreast: false });
  return sideOf(abreast) > sideOf(column) || column.height > height ? abreast : column;
}

function sideOf({ matrices }: Layout): number {
  return matrices[0].width;
}

/** The height that it needs at least. */
export function leastHeight(width: number, inside: boolean): number {
  return penLayout(width, 0, inside).height;
}

/** As high as it may be, if it needs no more. */
function fitted(width: number, height: number, shape: Shape): Layout {
  const laid = (sizes: Sizes): Layout => laidOut(width, shape, sizes);
  const sizes = { ...LEAST };
  const grow = (name: keyof Sizes, most: number): void => {
    const now = laid(sizes).height;
    const per = laid({ ...sizes, [name]: sizes[name] + 1 }).height - now;
    const room = per > 0 ? (height - now) / per : 0;
    sizes[name] = Math.min(most, sizes[name] + Math.max(0, Math.floor(2 * room) / 2));
  };
  for (const [name, most] of shape.inside ? GROWTH : FOLDED_GROWTH) {
    // A matrix stands over its head's units.
    grow(name, name === 'matrix' ? Math.min(most, laid(sizes).lane) : most);
  }
  return laid(sizes);
}

function laidOut(width: number, shape: Shape, sizes: Sizes): Layout {
  const { compact } = shape;
  const perLine = compact ? 32 : 48;
  const pitch = width / perLine;
  const glyphHeight = Math.min(20, Math.max(12, Math.floor(pitch)));
  const lineHeight = glyphHeight + sizes.stripBar + STRIP_GAP;
  // Beside the embedding there is room for the heads, if the layers stand side by side.
  const inOneLine = width < WRAPPED_BELOW ? HEADS.wrapped : HEADS.compact;
  const over = compact ? inOneLine : shape.inside ? 0 : HEADS.wide;
  const heads = { x: 0, y: 0, width, height: over };
  const caption = { x: 0, y: over, width, height: CAPTION };
  const strip = { x: 0, y: over + CAPTION, perLine, pitch, glyphHeight, barHeight: sizes.stripBar, lineHeight };
  const top = strip.y + Math.ceil(MOST_TOKENS / perLine) * lineHeight;
  const way = placeWay(width, top, shape, sizes);
  return { ...way, heads: way.heads ?? heads, width, compact, strip, caption };
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
  const column = Math.min(width / count, 48);
  return { x: x + index * column, y, width: column, height };
}
