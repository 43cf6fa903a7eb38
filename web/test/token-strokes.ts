import type { Frame } from '../src/ink/frame.ts';
import { inkOfTokens } from '../src/ink/token-strokes.ts';

/** The strokes of tokens without the tokens' positions, as Python's `strokes_of` returns them. */
export function strokesOfTokens(ids: Uint8Array, frame: Frame | null, first = 0): [x: number, y: number][][] {
  return inkOfTokens(ids, frame, first).map((stroke) => stroke.map(({ x, y }) => [x, y]));
}
