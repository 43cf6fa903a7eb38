import { fromSteps } from '../../../ink/frame.ts';
import type { PenReading } from '../../../state/pen-reading.ts';

/**
 * The token whose place is nearest to one on the pad, in pad units, among those that are drawn; null if none is within reach. Of
 * those at one place it is the last.
 */
export function nearestToken(
  { tokens: { ids, frame }, places }: Pick<PenReading, 'tokens' | 'places'>,
  x: number,
  y: number,
  reach: number,
): number | null {
  let nearest: number | null = null;
  let least = reach * reach;
  for (let token = 0; token < ids.length; token++) {
    if (places.known[token] === 0 || places.up[token] === 1) continue;
    const [atX, atY] = fromSteps(places.x[token], places.y[token], frame);
    const square = (atX - x) * (atX - x) + (atY - y) * (atY - y);
    if (square > least) continue;
    least = square;
    nearest = token;
  }
  return nearest;
}
