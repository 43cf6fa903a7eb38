import { type Part, readPart } from '../explain/unit.ts';
import { describe } from '../ink/strokes.ts';
import { architecture } from '../net/cnn/architecture.ts';
import type { Selection } from '../state/selection.ts';

/**
 * The selection that a script asks for: a part as written in the address, or null, and options as in Selection.
 * @throws TypeError | RangeError one clear line: what is wrong.
 */
export function selectionFrom(part: unknown, options: unknown = {}): Selection {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`Options must be an object, such as { digit: 3, rival: 8 }, not ${describe(options)}.`);
  const { digit, rival, why = false }: { digit?: unknown; rival?: unknown; why?: unknown } = options;
  if (typeof why !== 'boolean') throw new TypeError(`why must be true or false, not ${describe(why)}.`);
  const chosen = digitFrom('digit', digit);
  const against = digitFrom('rival', rival);
  if (chosen !== null && chosen === against)
    throw new RangeError(`rival must be another digit than digit, not ${against} too.`);
  return { part: partFrom(part), digit: chosen, rival: against, why };
}

/**
 * The moment that a script asks for, of a drawing of so many points; null for the end.
 * @throws TypeError | RangeError one clear line: what is wrong.
 */
export function momentFrom(moment: unknown, points: number): number | null {
  if (moment === null || moment === undefined) return null;
  if (typeof moment !== 'number')
    throw new TypeError(`The moment must be a number of points, or null for the end, not ${describe(moment)}.`);
  if (!Number.isInteger(moment) || moment < 0 || moment > points)
    throw new RangeError(`The moment must be a whole number from 0 to ${points}, the drawing's points, not ${moment}.`);
  return moment;
}

/**
 * The network that a script asks; the picture's by default.
 * @throws RangeError one clear line, if there is no such network.
 */
export function networkFrom(network: unknown): 'picture' | 'pen' {
  if (network === undefined || network === 'picture') return 'picture';
  if (network === 'pen') return 'pen';
  const given = typeof network === 'string' ? JSON.stringify(network.slice(0, 40)) : describe(network);
  throw new RangeError(`The network must be "picture" or "pen", not ${given}.`);
}

function partFrom(part: unknown): Part | null {
  if (part === null || part === undefined) return null;
  if (typeof part !== 'string')
    throw new TypeError(`The part must be written as in "conv2.12.2.3", or null, not ${describe(part)}.`);
  const read = readPart(part);
  if (read) return read;
  const shown = part.length > 40 ? `${part.slice(0, 40)}…` : part;
  throw new RangeError(
    `The network has no part ${JSON.stringify(shown)}; parts are written as in "conv2.12.2.3", "map1.3" or "logit.3".`,
  );
}

function digitFrom(name: string, digit: unknown): number | null {
  if (digit === null || digit === undefined) return null;
  if (typeof digit !== 'number') throw new TypeError(`${name} must be a number, not ${describe(digit)}.`);
  const last = architecture.fc2.units - 1;
  if (!Number.isInteger(digit) || digit < 0 || digit > last)
    throw new RangeError(`${name} must be a digit from 0 to ${last}, not ${digit}.`);
  return digit;
}
