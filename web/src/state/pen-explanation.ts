import { type PenExplanationJson, penExplanationJson } from '../explain/pen/json.ts';
import type { PenFile } from './blocks.ts';
import { type AskingPen, strokesOff } from './pen-asking.ts';
import type { PenReading } from './pen-reading.ts';
import type { Placing } from './placing.ts';

/** Where the numbers of the pen's network come from, for what a State asks, as JSON values. */
export function penExplanationOf(
  state: Pick<Placing, 'place'> & AskingPen,
  { tokens, trace, probabilities, digit, next }: PenReading,
  { weights, sha256 }: Pick<PenFile, 'weights' | 'sha256'>,
): PenExplanationJson {
  const explained = { leftOut: tokens.leftOut, trace, weights, probabilities, digit, next };
  return penExplanationJson(explained, { part: state.penAsking.part, strokesOff: strokesOff(state) }, sha256);
}
