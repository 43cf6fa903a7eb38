/** What is shown, in words. */

import { attentionRow } from '../../../explain/pen/attention.ts';
import type { PenPart } from '../../../explain/pen/parts.ts';
import { SIZES } from '../../../net/pen/description.ts';
import type { PenTrace } from '../../../net/pen/trace.ts';
import type { Frame } from '../../../state/frame.ts';
import { quantityName } from '../../../text/pen-parts.ts';
import { tokenSign } from '../../../text/pen-tokens.ts';
import { say } from '../../../text/words.ts';
import { nextAt } from './packing.ts';
import { ROWS, rowsOf, vectorsOf } from './rows.ts';
import type { Shown, Target } from './targets.ts';

/** The number that a part of a trace is; what may not come next has none. */
export function partValue(trace: PenTrace, part: PenPart): number {
  switch (part.quantity) {
    case 'score':
    case 'attention':
      return attentionRow(trace, { layer: part.layer, head: part.head, against: null }, part.token)[part.key];
    case 'logit':
    case 'probability':
      return nextAt(trace, trace.ids, part.token)[part.next];
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
    return say(words, 'penDiagram.tokenSpoken', { token: target.token, sign: tokenSign(ids[target.token]) });
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
      sign: tokenSign(ids[key]),
      head: head + 1,
      layer: layer + 1,
      number: numbers.finePercent(number),
    });
  }
  if ('next' in part) {
    return say(words, 'penDiagram.nextSpoken', {
      sign: tokenSign(part.next),
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

/** Which token, where it looked, what comes next. */
export function wayInWords(
  { words, numbers }: Pick<Frame, 'words' | 'numbers'>,
  trace: PenTrace,
  { ids, token, heads }: Shown,
  leftOut: number,
): string {
  if (ids.length === 1) return say(words, 'penDiagram.empty');
  const row = attentionRow(trace, heads, token);
  const key = row.indexOf(Math.max(...row));
  const next = nextAt(trace, ids, token);
  const top = next.indexOf(Math.max(...next));
  const asked = tokenSign(ids[token]) === 'ASK';
  const told = {
    token: asked ? 'ASK' : `${token} ${tokenSign(ids[token])}`,
    key: `${key} ${tokenSign(ids[key])}`,
    share: numbers.percent(row[key]),
    next: tokenSign(top),
    nextShare: numbers.probability.usual(next[top]),
    head: heads.head + 1,
    against: (heads.against ?? 0) + 1,
  };
  const form = heads.against !== null ? 'sentenceMore' : asked ? 'sentenceAsked' : 'sentence';
  const sentence = say(words, `penDiagram.${form}`, told);
  return leftOut === 0 ? sentence : say(words, 'penDiagram.leftOut', { count: numbers.count(leftOut), sentence });
}
