/** What is worth saying of the token that is looked at, all of it measured. */

import { attentionRow } from '../../../explain/pen/attention.ts';
import { nextAt } from '../../../explain/pen/next.ts';
import type { Frame } from '../../../state/frame.ts';
import type { PenReading } from '../../../state/pen-reading.ts';
import { tokenInWords } from '../../../text/pen-tokens.ts';
import { say } from '../../../text/words.ts';
import type { Shown } from './targets.ts';

type Told = Pick<Frame, 'words' | 'numbers' | 'reading' | 'drawing' | 'state'>;

/**
 * How the token changed what the network takes the drawing for, what it expects next, and which other token the chosen head looked
 * at most; at an earlier moment, what both networks read then.
 */
export function wayInWords(frame: Told, reading: PenReading, shown: Shown): string {
  const { words, numbers } = frame;
  const { leftOut, ids } = reading.tokens;
  const isThen = frame.state.moment !== null;
  const isNewest = shown.token === ids.length - 1;
  const sentences = [
    ...(leftOut > 0 ? [say(words, 'penDiagram.leftOut', { count: numbers.count(leftOut) })] : []),
    ...(isThen ? [thenInWords(frame, reading)] : []),
    ...(isThen && isNewest ? [] : [changeInWords(frame, reading, shown)]),
    ...(shown.token < ids.length ? [nextInWords(frame, reading, shown)] : []),
    ...(isThen ? [] : lookInWords(frame, reading, shown)),
  ];
  return sentences.reduce((first, second) => say(words, 'story.then', { first, second }));
}

function thenInWords({ words, numbers, reading, drawing, state }: Told, { digit, probabilities }: PenReading): string {
  const { verdict, digit: read, probabilities: shares } = reading;
  const picture =
    verdict === 'none' || read === null || shares === null
      ? say(words, 'timeline.none')
      : say(words, verdict === 'digit' ? 'penDiagram.thenSure' : 'penDiagram.thenPerhaps', {
          digit: read,
          share: numbers.probability.usual(shares[read]),
        });
  return say(words, 'penDiagram.then', {
    point: numbers.count(drawing.points),
    points: numbers.count(state.history.present.points),
    picture,
    digit: digit ?? '',
    share: probabilities && digit !== null ? numbers.probability.usual(probabilities[digit]) : '',
  });
}

/** What has become of the digit that the drawing is taken for now. */
function changeInWords(
  { words, numbers }: Told,
  { digit, tokens, trace, opinionAt }: PenReading,
  { token }: Shown,
): string {
  const shareAt = (at: number): string | null => {
    const { probabilities } = opinionAt(at);
    return digit === null || probabilities === null ? null : numbers.probability.usual(probabilities[digit]);
  };
  if (token === tokens.ids.length)
    return say(words, 'penDiagram.asked', { next: digit ?? '', share: shareAt(token) ?? '' });
  const told = { token, sign: tokenInWords(words, trace.ids[token]), digit: digit ?? '' };
  const [before, after] = token === 0 ? [null, null] : [shareAt(token - 1), shareAt(token)];
  if (before === null || after === null) return say(words, 'penDiagram.named', told);
  return say(words, before === after ? 'penDiagram.kept' : 'penDiagram.moved', { ...told, before, after });
}

function nextInWords({ words, numbers }: Told, { trace }: PenReading, { token }: Shown): string {
  const next = nextAt(trace, token);
  const top = largestIn(next);
  return say(words, 'penDiagram.expects', {
    next: tokenInWords(words, top),
    share: numbers.probability.usual(next[top]),
  });
}

/** Itself and the first token, which heads rest on, tell little: another one, if there is any. */
function lookInWords({ words, numbers }: Told, { trace }: PenReading, { ids, token, heads }: Shown): string[] {
  const row = attentionRow(trace, heads, token);
  const others = heads.against === null ? row.subarray(1, token) : row;
  if (others.length === 0) return [];
  const key = largestIn(others) + (heads.against === null ? 1 : 0);
  return [
    say(words, heads.against === null ? 'penDiagram.weighs' : 'penDiagram.more', {
      head: heads.head + 1,
      against: (heads.against ?? 0) + 1,
      key,
      sign: tokenInWords(words, ids[key]),
      share: numbers.percent(row[key]),
    }),
  ];
}

function largestIn(numbers: Float64Array): number {
  return numbers.indexOf(Math.max(...numbers));
}
