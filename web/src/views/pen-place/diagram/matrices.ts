import type { AttentionOf } from '../../../explain/pen/attention.ts';
import { type Color, css, diverging, type Palette, sequential } from '../../../look/color.ts';
import { CONTEXT, SIZES } from '../../../net/pen/description.ts';
import type { Box } from '../../diagram/layout.ts';
import { type AnyCanvas, type Context, contextOf, type MakeCanvas } from '../../parts/canvas.ts';
import type { Look } from '../../parts/look.ts';
import type { Layout } from './layout.ts';
import type { Matrices, TokenNumbers } from './packing.ts';

type PaintMatrices = (
  context: Context,
  layout: Layout,
  look: Look,
  matrices: Matrices,
  shown: Pick<TokenNumbers, 'token'>,
  heads: AttentionOf,
) => void;

const COUNT = SIZES.layers * SIZES.heads;
const TICK = 4;

/**
 * The heads' attention: a row a token, a column for each that it looks at, nothing of later ones. The chosen head is framed, and
 * numbered like all in the corner that the mask leaves free; against another it shows the difference. Ticks stand at the shown
 * token's row.
 */
export function createMatricesPainter(makeCanvas: MakeCanvas): PaintMatrices {
  let canvas: AnyCanvas | null = null;
  return (context, layout, { palette, font }, matrices, { token }, heads) => {
    const { count } = matrices;
    canvas ??= makeCanvas(CONTEXT, CONTEXT * COUNT);
    const atlas = contextOf(canvas);
    const image = atlas.createImageData(count, count * COUNT);
    const bytes = new Uint8ClampedArray(image.data.buffer);
    const heat = Array.from({ length: 256 }, (_, shade) => sequential(palette, shade / 255));
    for (let matrix = 0; matrix < COUNT; matrix++) {
      const colorAt = colorOf(matrix, matrices, heads, palette, heat);
      for (let query = 0; query < count; query++) {
        for (let key = 0; key < count; key++) {
          const [red, green, blue] = key <= query ? colorAt(query, key) : palette.paper;
          const at = 4 * ((matrix * count + query) * count + key);
          bytes[at] = red;
          bytes[at + 1] = green;
          bytes[at + 2] = blue;
          bytes[at + 3] = key <= query ? 255 : 0;
        }
      }
    }
    atlas.putImageData(image, 0, 0);
    const from = canvas;
    layout.matrices.forEach((box, matrix) => {
      const { x, y, width, height } = box;
      context.imageSmoothingEnabled = count > width;
      context.drawImage(from, 0, matrix * count, count, count, x, y, width, height);
      paintFrame(context, palette, box, matrix, heads);
      context.fillStyle = css(palette.ink);
      const row = y + ((token + 0.5) * height) / count;
      for (const [side, way] of [
        [x - 1, -1],
        [x + width + 1, 1],
      ] as const) {
        context.beginPath();
        context.moveTo(side, row);
        context.lineTo(side + way * TICK, row - TICK / 1.6);
        context.lineTo(side + way * TICK, row + TICK / 1.6);
        context.fill();
      }
      const isChosen = isHead(matrix, heads, heads.head);
      const isOther = isHead(matrix, heads, heads.against);
      context.fillStyle = css(isChosen || isOther ? palette.ink : palette.muted);
      context.font = `${isChosen ? 700 : 400} 11px ${font}`;
      context.textAlign = 'right';
      context.textBaseline = 'top';
      const number = String((matrix % SIZES.heads) + 1);
      context.fillText(isOther ? `−${number}` : number, x + width - 3, y + 3);
    });
  };
}

function isHead(matrix: number, { layer }: AttentionOf, head: number | null): boolean {
  return head !== null && matrix === layer * SIZES.heads + head;
}

/** A lookup of a matrix's colours: heat, or of the chosen head its difference from another. */
function colorOf(
  matrix: number,
  { shade }: Matrices,
  heads: AttentionOf,
  palette: Palette,
  heat: readonly Color[],
): (query: number, key: number) => Color {
  const { layer, against } = heads;
  if (against === null || !isHead(matrix, heads, heads.head)) return (query, key) => heat[shade(matrix, query, key)];
  const other = layer * SIZES.heads + against;
  return (query, key) => {
    const difference = (shade(matrix, query, key) / 255) ** 2 - (shade(other, query, key) / 255) ** 2;
    return diverging(palette, palette.paper, Math.sign(difference) * Math.sqrt(Math.abs(difference)));
  };
}

function paintFrame(
  context: Context,
  palette: Palette,
  { x, y, width, height }: Box,
  matrix: number,
  heads: AttentionOf,
) {
  const isChosen = isHead(matrix, heads, heads.head);
  const isOther = isHead(matrix, heads, heads.against);
  const line = isChosen ? 2 : 1;
  context.strokeStyle = css(isChosen || isOther ? palette.ink : palette.hairline);
  context.lineWidth = line;
  if (isOther) context.setLineDash([3, 2]);
  context.strokeRect(x - line / 2, y - line / 2, width + line, height + line);
  context.setLineDash([]);
}
