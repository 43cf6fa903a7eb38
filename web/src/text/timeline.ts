/** What the timeline shows, in words. */

import { say, type Words } from './words.ts';

/** A sentence names at most so many answers: nobody listens to more. */
export const MOST_NAMED = 10;

/** From `moment` on, the digit is the answer, or none for null. */
export interface AnswerFrom {
  readonly moment: number;
  readonly digit: number | null;
}

/** "First 1, from point 12 on 7, from 30 on 3." `count` writes numbers. Of many answers the last are named. */
export function pastSentence(words: Words, answers: readonly AnswerFrom[], count: (amount: number) => string): string {
  if (answers.length === 0) return '';
  const name = (answer: AnswerFrom): string => nameOf(words, answer);
  const [first, ...later] = answers;
  const named = later.slice(-MOST_NAMED + 1);
  const skipped = later.length - named.length;
  const begin = say(words, 'timeline.first', { answer: name(first) });
  const more = skipped > 0 ? [say(words, 'timeline.skipped', { count: count(skipped) })] : [];
  const rest = named.map((answer, i) =>
    say(words, i === 0 ? 'timeline.fromPoint' : 'timeline.from', { point: count(answer.moment), answer: name(answer) }),
  );
  const list = [...more, ...rest].reduce((before, after) => say(words, 'timeline.then', { before, after }), begin);
  return say(words, 'timeline.sentence', { list });
}

/** "The pen's network has said 3 from point 21 on, the picture's 3 from point 48 on": of each the last answer. Empty if one has none. */
export function whoKnewSentence(
  words: Words,
  pictureAnswers: readonly AnswerFrom[],
  penAnswers: readonly AnswerFrom[],
  count: (amount: number) => string,
): string {
  const [picture, pen] = [pictureAnswers.at(-1), penAnswers.at(-1)];
  if (!picture || !pen) return '';
  return say(words, 'timeline.penKnew', {
    penAnswer: nameOf(words, pen),
    penPoint: count(pen.moment),
    answer: nameOf(words, picture),
    point: count(picture.moment),
  });
}

function nameOf(words: Words, { digit }: AnswerFrom): string {
  return digit === null ? say(words, 'timeline.none') : String(digit);
}
