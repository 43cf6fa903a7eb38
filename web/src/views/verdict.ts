import { secondInQuestion, type Verdict } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Frame } from '../state/frame.ts';
import { isOfWriting } from '../state/pen-writing.ts';
import { isWriting } from '../state/state.ts';
import { say, type Words } from '../text/words.ts';
import type { Studio } from './painting/studio.ts';
import { watchSize } from './parts/canvas.ts';
import { need, setAttribute, setFlag, setText } from './parts/dom.ts';
import { textPlaceIn } from './parts/painted-text.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from './parts/rest.ts';
import type { PictureParts } from './pictures.ts';
import { penSentenceOf, ruleKeyOf, sentenceOf, shareOf, sharesOf } from './verdict-words.ts';
import type { View } from './view.ts';

/** What the page says about the drawing, in words, with the two most probable digits; below it what the pen's network says, where that is shown. */
export function mountVerdict(
  root: HTMLElement,
  studio: Studio<PictureParts>,
  rule: VerdictRule,
  makeRest: MakeRest = createRest,
): View {
  const verdict = need(root, '#verdict', HTMLElement);
  const sentence = need(verdict, '.verdict-words .term', HTMLElement);
  /** What the verdict depends on: where its words are pointed at, and among what there is to know about the page. */
  const explained = ['#glossary-verdict', '#about-verdict'].map((place) => need(root, place, HTMLElement));
  const room = need(verdict, '.verdict-shares', HTMLElement);
  const shares = need(room, '.verdict-share', HTMLElement);
  const pen = need(verdict, '.verdict-pen', HTMLElement);
  const penSentence = need(pen, '.verdict-pen-words', HTMLElement);
  const untold = need(pen, '.verdict-untold', HTMLElement);
  const penShare = need(pen, '.verdict-pen-share', HTMLElement);
  studio.give({ penAnswer: null });
  studio.hang('shares', room);
  watchSize(room, (size) => {
    const canvas = room.getBoundingClientRect();
    const place = (text: Element) => textPlaceIn(canvas, text);
    studio.give({ shares: { size, text: place(shares), pen: pen.hidden ? null : place(penShare) } });
  });
  let shown: Frame | null = null;
  let written: Frame | null = null;
  /** What the sentence depends on. */
  let said: { kind: Verdict; digit: number | null; second: number | null; words: Words } | null = null;

  /** The shares as text of the document. */
  const write = (): void => {
    if (shown === null) return;
    const { reading, penReading, words, numbers } = shown;
    if (written?.reading === reading && written.penReading === penReading && written.words === words) return;
    written = shown;
    setText(shares, penReading ? shareOf(shown) : sharesOf(shown));
    if (!penReading) return;
    const { digit, probabilities } = penReading;
    setText(penShare, digit === null || !probabilities ? '' : numbers.probability.tenths(probabilities[digit]));
  };
  const rest = makeRest(TEXT_REST_MS, write);
  const showPen = (frame: Frame): void => {
    const { penReading, words } = frame;
    // It reads what it has written as it reads anybody's ink.
    setText(untold, isOfWriting(frame.state) ? say(words, 'verdict.penUntold') : '');
    const [before, now] = [shown?.penReading ?? null, penReading];
    if (before === now && shown?.words === words) return;
    if ((before === null) !== (now === null)) {
      setFlag(pen, 'hidden', now === null);
      verdict.classList.toggle('both', now !== null);
    }
    studio.give({ penAnswer: now?.probabilities ?? null });
    if (now && (before?.digit !== now.digit || before === null || shown?.words !== words))
      setText(penSentence, penSentenceOf(frame));
  };
  return {
    update(frame, time) {
      if (shown?.words !== frame.words) {
        for (const one of explained) setText(one, say(frame.words, ruleKeyOf(rule)));
      }
      if (shown?.reading !== frame.reading || shown.words !== frame.words) {
        const { verdict: kind, digit } = frame.reading;
        const second = secondInQuestion(frame.reading);
        if (kind !== said?.kind || digit !== said.digit || second !== said.second || frame.words !== said.words) {
          said = { kind, digit, second, words: frame.words };
          setAttribute(verdict, 'data-verdict', kind);
          setText(sentence, sentenceOf(frame));
        }
      }
      showPen(frame);
      shown = frame;
      if (isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}
