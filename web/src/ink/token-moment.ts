import type { Drawing } from './drawing.ts';
import { withoutStrokes } from './left-out.ts';
import type { Tokens } from './tokens.ts';
import { walkAlong } from './walk.ts';

/** After how many of a drawing's points a token of it has come, if strokes are left out of it: 0 for what comes before the ink. */
export function momentOfToken(
  drawing: Drawing,
  leftOut: readonly number[],
  { ids, frame, leftOut: movementsOut }: Tokens,
  token: number,
): number {
  if (token === 0) return 0;
  if (token >= ids.length) return drawing.points;
  const shown = withoutStrokes(drawing, leftOut);
  // READ is no movement; a walk has at least the two places.
  const { points } = walkAlong(shown, frame, Math.max(2, movementsOut + token));
  if (shown === drawing) return points;
  const { stroke } = drawing.columns;
  let moment = 0;
  for (let seen = 0; seen < points; moment++) if (!leftOut.includes(stroke[moment])) seen++;
  return moment;
}
