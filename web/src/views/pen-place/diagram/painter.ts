import type { AttentionOf } from '../../../explain/pen/attention.ts';
import { type Color, css, diverging, mix, type Palette, sequential } from '../../../look/color.ts';
import { ASK } from '../../../net/pen/description.ts';
import { memoize } from '../../../state/memo.ts';
import { createNumbers } from '../../../text/numbers.ts';
import { say } from '../../../text/words.ts';
import type { Box } from '../../diagram/layout.ts';
import type { Painter } from '../../painting/easel.ts';
import type { CanvasSize, Context, MakeCanvas } from '../../parts/canvas.ts';
import type { Look, Writing } from '../../parts/look.ts';
import { paintSign, signAfter } from '../glyphs.ts';
import { barBox, glyphBox, type Layout, outputBox } from './layout.ts';
import type { Marks } from './marks.ts';
import { createMatricesPainter } from './matrices.ts';
import { type PackedMatrices, type PackedToken, type TokenNumbers, unpackMatrices, unpackToken } from './packing.ts';
import { rowIndex } from './rows.ts';
import { paintRows, paintStreams } from './way-painter.ts';

/** What is chosen and pointed at. */
export interface AskedOfPen extends Marks {
  readonly heads: AttentionOf;
  /** Bars of tokens whose keys or values are meant. */
  readonly keys: readonly Box[];
}

export interface PenDiagramParts {
  readonly penPlace: { readonly layout: Layout; readonly size: CanvasSize };
  readonly penToken: PackedToken;
  readonly penMatrices: PackedMatrices;
  readonly penAsked: AskedOfPen;
  readonly look: Look;
  readonly writing: Writing;
}

const SMALL = 11;
const WEAK = 0.55;
/** The two scales' width. */
const LEGEND = 152;

/** One token's way through the network: the sequence and where the token looked, its vectors, the heads' matrices, what comes next. */
export function createPenDiagramPainter(makeCanvas: MakeCanvas): Painter<PenDiagramParts> {
  const paintMatrices = createMatricesPainter(makeCanvas);
  const numbersIn = memoize(createNumbers);
  return {
    needs: ['penPlace', 'penToken', 'penMatrices', 'penAsked', 'look', 'writing'],
    sizeOf: ({ penPlace }) => penPlace.size,
    paint(context, { penPlace: { layout, size }, penToken, penMatrices, penAsked, look, writing }) {
      const { palette, font } = look;
      const shown = unpackToken(penToken);
      context.clearRect(0, 0, size.width, size.height);
      paintStrip(context, layout, look, shown, penAsked);
      paintStreams(context, layout, palette);
      paintRows(context, layout, palette, shown, size.ratio);
      paintMatrices(context, layout, look, unpackMatrices(penMatrices), shown, penAsked.heads);
      const { percent, probability, count } = numbersIn(writing.language, writing.words);
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.font = `${SMALL}px ${font}`;
      context.fillStyle = css(palette.muted);
      layout.silent.forEach(({ x, y, height }, layer) => {
        const units = shown.row(rowIndex('activation', layer));
        const silent = units.reduce((sum, unit) => sum + Number(unit === 0), 0);
        const said = { silent: count(silent), units: count(units.length), share: percent(silent / units.length) };
        context.fillText(say(writing.words, 'penDiagram.silent', said), x, y + height / 2);
      });
      const largest = percent(largestBar(shown));
      paintCaption(context, layout, look, say(writing.words, 'penDiagram.tallest', { share: largest }));
      paintOutput(context, layout, look, shown, probability.usual);
      paintAsked(context, palette, penAsked);
    },
  };
}

/** The weight that the tallest bar stands for; its scale is written over them. */
function largestBar({ attention }: TokenNumbers): number {
  return attention.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
}

/** The tokens with a bar each: as much of the shown token's attention goes there. */
function paintStrip(
  context: Context,
  { strip }: Layout,
  { palette, font }: Look,
  shown: TokenNumbers,
  { heads }: AskedOfPen,
): void {
  const { ids, token, attention } = shown;
  const largest = largestBar(shown) || 1;
  const signed = heads.against !== null;
  ids.forEach((id, at) => {
    const glyph = glyphBox(strip, at);
    const bar = barBox(strip, at);
    const isShown = at === token;
    if (isShown) {
      context.fillStyle = css(palette.ink);
      context.fillRect(glyph.x, glyph.y, glyph.width, glyph.height);
    }
    // What comes later is behind the mask; the question can always be put.
    const unseen = id === ASK ? palette.muted : mix(palette.paper, palette.muted, WEAK);
    const color = css(isShown ? palette.paper : at < token ? palette.ink : unseen);
    context.strokeStyle = color;
    context.fillStyle = color;
    paintSign(context, signAfter(ids[at - 1], id), glyph, font);
    context.fillStyle = css(palette.hairline);
    if (at <= token) context.fillRect(bar.x, bar.y + bar.height - 1, bar.width, 1);
    if (at > token) return;
    const weight = attention[at];
    context.fillStyle = css(signed ? (weight < 0 ? palette.against : palette.for) : palette.ink);
    const tall = (bar.height * Math.abs(weight)) / largest;
    if (tall >= 0.5) context.fillRect(bar.x + 1, bar.y + bar.height - tall, Math.max(1, bar.width - 2), tall);
    if (signed && weight < 0 && tall >= 0.5) {
      // Below 0 not by colour alone.
      context.clearRect(bar.x + bar.width / 2 - 0.5, bar.y + bar.height - tall, 1, Math.max(0, tall - 1));
    }
  });
}

/** Over the bars what the tallest is; beside it two scales of colours: below 0 and above it, and attention from none to all. */
function paintCaption(context: Context, { caption }: Layout, { palette, font }: Look, tallest: string): void {
  const [cell, height] = [9, 9];
  const y = caption.y + 1;
  let x = caption.x;
  const write = (text: string, align: 'left' | 'right'): void => {
    context.font = `${SMALL}px ${font}`;
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.fillStyle = css(palette.muted);
    context.fillText(text, x, y + height / 2 + 0.5);
  };
  write(tallest, 'left');
  x = caption.x + caption.width - LEGEND;
  const scale = (from: string, to: string, colors: readonly Color[]): void => {
    x += 7;
    write(from, 'right');
    x += 3;
    for (const color of colors) {
      context.fillStyle = css(color);
      context.fillRect(x, y, cell, height);
      x += cell;
    }
    x += 3;
    write(to, 'left');
    x += 22;
  };
  const steps = [-1, -0.5, 0, 0.5, 1];
  scale(
    '−',
    '+',
    steps.map((step) => diverging(palette, palette.paper, step)),
  );
  scale(
    '0',
    '1',
    steps.map((step) => sequential(palette, (step + 1) / 2)),
  );
}

/** Of each token that may follow its probability: the most probable one in full ink, with its number. */
function paintOutput(
  context: Context,
  { output }: Layout,
  { palette, font }: Look,
  { ids, token, legal, next }: TokenNumbers,
  written: (share: number) => string,
): void {
  const top = legal.reduce((best, id) => (next[id] > next[best] ? id : best), legal[0]);
  const text = 14;
  legal.forEach((id, index) => {
    const { x, y, width, height } = outputBox(output, index, legal.length);
    const foot = Math.min(18, Math.max(12, width));
    const base = y + height - foot;
    const tall = (height - foot - text) * next[id];
    const color = css(id === top ? palette.ink : palette.muted);
    context.fillStyle = css(palette.hairline);
    context.fillRect(x + 1, base - 1, width - 2, 1);
    context.fillStyle = color;
    context.strokeStyle = color;
    context.fillRect(x + 2, base - tall, width - 4, tall);
    paintSign(context, signAfter(ids[token], id), { x, y: base + 1, width, height: foot - 1 }, font);
    if (id !== top) return;
    context.font = `600 ${SMALL + 1}px ${font}`;
    context.textAlign = index === 0 ? 'left' : index === legal.length - 1 ? 'right' : 'center';
    context.textBaseline = 'alphabetic';
    const at = index === 0 ? x + 2 : index === legal.length - 1 ? x + width - 2 : x + width / 2;
    context.fillText(written(next[id]), at, base - tall - 3);
  });
}

/** Lines round what is asked and round what that is made from, seen on ink and on paper. */
function paintAsked(context: Context, palette: Palette, { pinned, pointed, sources, keys }: AskedOfPen): void {
  context.setLineDash([2, 2]);
  for (const box of [...sources, ...keys]) encircle(context, palette, box, 1);
  context.setLineDash([]);
  for (const box of pointed) encircle(context, palette, box, 1);
  for (const box of pinned) encircle(context, palette, box, 2);
}

function encircle(context: Context, palette: Palette, { x, y, width, height }: Box, line: number): void {
  for (const [color, wide] of [
    [palette.paper, line + 2],
    [palette.ink, line],
  ] as const) {
    context.strokeStyle = css(color);
    context.lineWidth = wide;
    context.strokeRect(x - line / 2, y - line / 2, width + line, height + line);
  }
}
