/** What can be pointed at, in words. */

import { attentionRow } from '../../../explain/pen/attention.ts';
import { nextAt } from '../../../explain/pen/next.ts';
import type { PenPart } from '../../../explain/pen/parts.ts';
import { SIZES } from '../../../net/pen/description.ts';
import type { PenTrace } from '../../../net/pen/trace.ts';
import type { Frame } from '../../../state/frame.ts';
import { quantityName } from '../../../text/pen-parts.ts';
import { tokenInWords } from '../../../text/pen-tokens.ts';
import { say } from '../../../text/words.ts';
import { ROWS, rowsOf, vectorsOf } from './rows.ts';
import type { Target } from './targets.ts';

/** The number that a part of a trace is; what may not come next has none. */
export function partValue(trace: PenTrace, part: PenPart): number {
  switch (part.quantity) {
    case 'score':
    case 'attention':
      return attentionRow(trace, { layer: part.layer, head: part.head, against: null }, part.token)[part.key];
    case 'logit':
    case 'probability':
      return nextAt(trace, part.token)[part.next];
    default: {
      const row = ROWS[rowsOf(part)[0]];
      return vectorsOf(trace, row)[part.token * row.units + part.unit];
    }
  }
}

/** A target with its number, for screen readers. */
export function spoken({ words, numbers }: Pick<Frame, 'words' | 'numbers'>, trace: PenTrace, target: Target): string {
  const { ids } = trace;
  if (target.kind === 'token') {
    return say(words, 'penDiagram.tokenSpoken', { token: target.token, sign: tokenInWords(words, ids[target.token]) });
  }
  if (target.kind === 'head') {
    return say(words, 'penDiagram.headSpoken', { head: target.head + 1, layer: target.layer + 1 });
  }
  const { part } = target;
  const number = partValue(trace, part);
  if ('key' in part) {
    const { token, key, head, layer } = part;
    return say(words, 'penDiagram.attentionSpoken', {
      token,
      key,
      sign: tokenInWords(words, ids[key]),
      head: head + 1,
      layer: layer + 1,
      number: numbers.finePercent(number),
    });
  }
  if ('next' in part) {
    return say(words, 'penDiagram.nextSpoken', {
      sign: tokenInWords(words, part.next),
      number: numbers.probability.spoken(number),
    });
  }
  const name = quantityName(words, part);
  const place = 'layer' in part ? say(words, 'penDiagram.inLayer', { name, layer: part.layer + 1 }) : name;
  const ofHead = ['query', 'key', 'value', 'head'].includes(part.quantity);
  const head = Math.trunc(part.unit / SIZES.headUnits);
  const unit = 1 + (ofHead ? part.unit % SIZES.headUnits : part.unit);
  const whole = ofHead ? `${place}, ${say(words, 'penDiagram.head', { head: head + 1 })}` : place;
  return say(words, 'penDiagram.unitSpoken', { name: whole, unit, number: numbers.signed(number) });
}
