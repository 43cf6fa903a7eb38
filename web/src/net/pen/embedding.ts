/** What every token of a sequence is turned into before the first layer. */

import { SIZES } from './description.ts';
import { placeCell, placesOf } from './places.ts';
import type { PenTrace } from './trace.ts';
import type { PenWeights } from './weights.ts';

/**
 * Embeds a sequence's tokens from `from` on: the sum of one row a table, of the token, of its position, and of where the pen
 * is; and of a vector while it is up.
 * @param exact the same sum in float64, (token, width)
 */
export function embed(
  { token, position, placeX, placeY, penUp }: PenWeights,
  { ids, embedding }: PenTrace,
  exact: Float64Array,
  from: number,
): void {
  const { width } = SIZES;
  const { x, y, up, known } = placesOf(ids);
  for (let at = from, i = from * width; at < ids.length; at++) {
    const tokenRow = ids[at] * width;
    const positionRow = at * width;
    const rowX = placeCell(x[at]) * width;
    const rowY = placeCell(y[at]) * width;
    for (let unit = 0; unit < width; unit++, i++) {
      const place = known[at] * (placeX[rowX + unit] + placeY[rowY + unit]) + up[at] * penUp[unit];
      embedding.token[i] = token[tokenRow + unit];
      embedding.position[i] = position[positionRow + unit];
      embedding.place[i] = place;
      exact[i] = embedding.sum[i] = token[tokenRow + unit] + position[positionRow + unit] + place;
    }
  }
}
