import { css, diverging, isOneColor, type Palette, textOn } from '../../../look/color.ts';
import type { Box } from '../../diagram/layout.ts';
import type { Context } from '../../parts/canvas.ts';

/** Paints a number's cell, warm above 0 and cool below. If forced colours make these the same, a minus marks what is below. */
export function paintSignedRectangle(context: Context, palette: Palette, strength: number, box: Box): void {
  const { x, y, width, height } = box;
  const color = diverging(palette, palette.paper, strength);
  context.fillStyle = css(color);
  context.fillRect(x, y, width, height);
  if (strength >= 0 || !isOneColor(palette)) return;
  context.fillStyle = css(textOn(color, palette));
  context.fillRect(x + width / 4, y + height / 2 - 0.5, width / 2, 1);
}
