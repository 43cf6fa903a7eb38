import { secondInQuestion } from '../explain/reading.ts';
import { isSamePart } from '../explain/unit.ts';
import type { Frame } from '../state/frame.ts';
import type { PenOpinion } from '../state/pen-reading.ts';
import { inspectedPart } from '../state/selection.ts';
import { untouchedText } from '../text/altered.ts';
import type { Numbers } from '../text/numbers.ts';
import { say, type Words } from '../text/words.ts';
import { spokenArithmetic } from './diagram/spoken.ts';
import { need, setText } from './parts/dom.ts';
import { createRest, type MakeRest } from './parts/rest.ts';
import type { View } from './view.ts';

/** The pen is at rest once the answer has been unchanged for this long. */
const REST_MS = 600;

/**
 * Announces the answer to screen readers once the pen rests, not at every movement, and what has been selected with its
 * arithmetic. Silent when the page opens.
 */
export function mountAnnouncer(root: HTMLElement, makeRest: MakeRest = createRest): View {
  const announcement = need(root, '#announcement', HTMLElement);
  let latest: Frame | null = null;
  /** Whether it is the selection that has changed, not the answer. */
  let selected = false;
  const rest = makeRest(REST_MS, () => {
    if (!latest) return;
    const part = selected ? inspectedPart(latest.state.selection) : null;
    const said = part ? spokenArithmetic(latest, part) : [announcementOf(latest)];
    setText(announcement, [...said, ...besides(latest)].join(' '));
  });
  return {
    update(frame, time) {
      const before = latest;
      latest = frame;
      if (before === null) return;
      const asked = inspectedPart(frame.state.selection);
      const pinned = asked !== null && !isSamePart(asked, inspectedPart(before.state.selection));
      const reread = before.reading !== frame.reading || before.penReading !== frame.penReading;
      const reworded = reread || before.words !== frame.words;
      if (!pinned && !reworded) return;
      selected = pinned;
      rest.note(time);
    },
  };
}

/** The untouched answer, while the network is altered; what the pen's network says, where that is shown. */
function besides({ words, numbers, untouched, penReading }: Frame): string[] {
  return [
    ...(untouched ? [untouchedText(words, numbers, untouched)] : []),
    ...(penReading ? penAnnouncement(words, numbers, penReading) : []),
  ];
}

function penAnnouncement(words: Words, numbers: Numbers, { digit, probabilities }: PenOpinion): string[] {
  if (digit === null || probabilities === null) return [];
  return [say(words, 'announce.pen', { digit, share: numbers.probability.spoken(probabilities[digit]) })];
}

function announcementOf({ words, numbers, reading }: Frame): string {
  const { verdict, digit, probabilities } = reading;
  if (digit === null || probabilities === null) return say(words, 'announce.empty');
  if (verdict === 'none') return say(words, 'announce.none');
  const share = numbers.probability.spoken(probabilities[digit]);
  if (verdict === 'digit') return say(words, 'announce.digit', { digit, share });
  const second = secondInQuestion(reading);
  if (second === null) return say(words, 'announce.perhaps', { digit, share });
  return say(words, 'announce.unsure', {
    digit,
    share,
    second,
    secondShare: numbers.probability.spoken(probabilities[second]),
  });
}
