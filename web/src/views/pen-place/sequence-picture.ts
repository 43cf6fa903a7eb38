import { css, sequential, textOn } from '../../look/color.ts';
import { CONTEXT } from '../../net/pen/description.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';
import { paintSign, signAfter } from './glyphs.ts';

export interface SequenceParts {
  readonly sequence: {
    readonly ids: readonly number[];
    /** Of each token, the probability with which it was chosen; null for those that were given. */
    readonly shares: readonly (number | null)[];
    /** Which one is looked at; null for none. */
    readonly looked: number | null;
  };
  readonly sequenceBox: { readonly size: CanvasSize };
  readonly look: Look;
}

/** Between two tokens, in CSS px. */
const GAP = 1;
const LARGEST = 26;

/** The side of a token's cell, and how many stand in a row, so that a full context and its end have room. */
export function sequenceGrid({ width, height }: Pick<CanvasSize, 'width' | 'height'>): {
  side: number;
  columns: number;
} {
  let side = LARGEST;
  while (side > 1 && Math.floor(width / side) * Math.floor(height / side) < CONTEXT + 1) side--;
  return { side, columns: Math.max(1, Math.floor(width / side)) };
}

/** The tokens one after the other, each on the colour of the probability with which it was chosen. */
export function createSequencePainter(): Painter<SequenceParts> {
  return {
    needs: ['sequence', 'sequenceBox', 'look'],
    sizeOf: ({ sequenceBox }) => sequenceBox.size,
    paint(context, { sequence: { ids, shares, looked }, sequenceBox: { size }, look: { palette, font } }) {
      context.clearRect(0, 0, size.width, size.height);
      const { side, columns } = sequenceGrid(size);
      ids.forEach((token, i) => {
        const [x, y] = [(i % columns) * side, Math.floor(i / columns) * side];
        const share = shares[i];
        const heat = share === null ? palette.paper : sequential(palette, share);
        context.fillStyle = css(heat);
        context.fillRect(x, y, side - GAP, side - GAP);
        const color = share === null ? palette.muted : textOn(heat, palette);
        context.strokeStyle = css(color);
        context.fillStyle = css(color);
        const cell = { x, y, width: side - GAP, height: side - GAP };
        paintSign(context, signAfter(ids[i - 1], token), cell, font);
        if (i !== looked) return;
        context.strokeStyle = css(palette.ink);
        context.lineWidth = 2;
        context.strokeRect(x + 1, y + 1, side - GAP - 2, side - GAP - 2);
      });
    },
  };
}
