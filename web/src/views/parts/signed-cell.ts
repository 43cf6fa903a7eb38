import { css, diverging, isOneColor, type Palette, textOn } from '../../look/color.ts';
import type { Context } from './canvas.ts';

/** A minus's length and height, in cells. */
const MINUS = { length: 0.5, height: 0.125 };

/**
 * Paints a number's cell, warm above 0 and cool below. If forced colours make these the same, a minus marks what is below.
 * @param strength from −1 to 1 @param side in px
 */
export function paintSignedCell(
  context: Context,
  palette: Palette,
  strength: number,
  [x, y]: readonly [x: number, y: number],
  side: number,
): void {
  const color = diverging(palette, palette.paper, strength);
  context.fillStyle = css(color);
  context.fillRect(x, y, side, side);
  if (strength >= 0 || !isOneColor(palette)) return;
  const [length, height] = [MINUS.length * side, Math.max(1, MINUS.height * side)];
  context.fillStyle = css(textOn(color, palette));
  context.fillRect(x + (side - length) / 2, y + (side - height) / 2, length, height);
}
