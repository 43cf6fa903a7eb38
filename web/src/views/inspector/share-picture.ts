import { type Color, diverging, inked, type Palette } from '../../look/color.ts';

/** A drawing's cells and what they say. */
export interface SharePicture {
  /** 0…1, row by row. */
  readonly input: ArrayLike<number>;
  /** Positive for the digit, negative for its rival; null while they are being worked out. */
  readonly values: ArrayLike<number> | null;
  /** The value that gets the full colour; greater than 0. */
  readonly full: number;
}

/** How dark the ink lies beneath the colours. */
const INK_BENEATH = 0.35;
/** Logits. Cells that say less than this are never shown in full colour, however little the others say. */
const LEAST_FULL = 0.1;

/** The value for the full colour: the largest magnitude, unless next to nothing. */
export function fullColorOf(values: ArrayLike<number> | null): number {
  return Array.from(values ?? []).reduce((largest, value) => Math.max(largest, Math.abs(value)), LEAST_FULL);
}

/** Writes bytes R, G, B, A for each cell. */
export function writeSharePixels(
  out: Uint8ClampedArray,
  { input, values, full }: SharePicture,
  palette: Palette,
): void {
  for (let cell = 0; cell < input.length; cell++) {
    const ground: Color = inked(palette, INK_BENEATH * input[cell]);
    const [red, green, blue] = values === null ? ground : diverging(palette, ground, values[cell] / full);
    out[4 * cell] = red;
    out[4 * cell + 1] = green;
    out[4 * cell + 2] = blue;
    out[4 * cell + 3] = 255;
  }
}
