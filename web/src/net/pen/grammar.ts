/** Which tokens may come next: the grammar of the pen's sequences. */

import {
  ASK,
  DIRECTIONS,
  DROP,
  END,
  FIRST_DIGIT,
  FIRST_PLACE,
  FIRST_STEP,
  FRAME_STEPS,
  LIFT,
  READ,
  VOCABULARY,
  WRITE,
} from './description.ts';

/** How far a sequence has come: what is told next, or where the pen is. */
type Phase = 'start' | 'digit' | 'place x' | 'place y' | 'down' | 'up' | 'asked' | 'answered' | 'ended';

const DIGITS = numbersFrom(FIRST_DIGIT, 10);
const PLACES = numbersFrom(FIRST_PLACE, FRAME_STEPS + 1);
const STEPS = numbersFrom(FIRST_STEP, DIRECTIONS);

/** By phase, the tokens that may be predicted, in order of ids. */
const LEGAL: Readonly<Record<Phase, readonly number[]>> = {
  start: [READ, WRITE],
  digit: DIGITS,
  'place x': PLACES,
  'place y': PLACES,
  down: [END, LIFT, ...STEPS],
  up: [DROP, ...STEPS],
  asked: DIGITS,
  answered: [END],
  ended: [],
};

/** The most tokens among which the next one is ever predicted. */
export const MOST_LEGAL = Math.max(...Object.values(LEGAL).map(({ length }) => length));

/**
 * The tokens that may be predicted after a sequence, in order of ids; none after END. ASK is not among them: whoever wants
 * to know the digit puts it, see `withAsk`.
 * @throws RangeError if the sequence is against the grammar: where
 */
export function legalAfter(ids: Uint8Array): readonly number[] {
  return LEGAL[phaseAfter(ids)];
}

/**
 * A drawing's tokens with ASK after them, upon which the network tells the digit.
 * @throws RangeError if the sequence is no drawing that is read, with its pen down
 */
export function withAsk(ids: Uint8Array): Uint8Array {
  const asked = new Uint8Array(ids.length + 1);
  asked.set(ids);
  asked[ids.length] = ASK;
  phaseAfter(asked);
  return asked;
}

function phaseAfter(ids: Uint8Array): Phase {
  let phase = 'start' as Phase;
  for (let position = 0; position < ids.length; position++) {
    const token = ids[position];
    const isAsk = token === ASK && phase === 'down' && ids[0] === READ;
    if (!isAsk && !LEGAL[phase].includes(token)) {
      const before = position === 0 ? 'nothing' : VOCABULARY[ids[position - 1]];
      throw new RangeError(`Token ${position} is ${VOCABULARY[token] ?? token}, which must not follow ${before}.`);
    }
    phase = isAsk ? 'asked' : following(phase, token);
  }
  return phase;
}

/** Where a legal token leads to. */
function following(phase: Phase, token: number): Phase {
  if (token === END) return 'ended';
  if (token === LIFT) return 'up';
  if (token === DROP) return 'down';
  if (token === WRITE) return 'digit';
  if (token === READ || phase === 'digit') return 'place x';
  if (phase === 'place x') return 'place y';
  if (phase === 'place y') return 'down';
  return phase === 'asked' ? 'answered' : phase;
}

function numbersFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
