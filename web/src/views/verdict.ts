import { secondInQuestion, type Verdict } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Frame } from '../state/frame.ts';
import { isWriting } from '../state/state.ts';
import { say, type Words } from '../text/words.ts';
import type { Studio } from './painting/studio.ts';
import { watchSize } from './parts/canvas.ts';
import { need, setAttribute, setText } from './parts/dom.ts';
import { textPlaceIn } from './parts/painted-text.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from './parts/rest.ts';
import type { PictureParts } from './pictures.ts';
import { ruleKeyOf, sentenceOf, sharesOf } from './verdict-words.ts';
import type { View } from './view.ts';

/** What the page says about the drawing, in words, with the two most probable digits. */
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
  studio.hang('shares', room);
  watchSize(room, (size) => studio.give({ shares: { size, text: textPlaceIn(room.getBoundingClientRect(), shares) } }));
  let shown: Frame | null = null;
  let written: Frame | null = null;
  /** What the sentence depends on. */
  let said: { kind: Verdict; digit: number | null; second: number | null; words: Words } | null = null;

  /** The shares as text of the document. */
  const write = (): void => {
    if (shown === null || (written?.reading === shown.reading && written.words === shown.words)) return;
    written = shown;
    setText(shares, sharesOf(shown));
  };
  const rest = makeRest(TEXT_REST_MS, write);
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
      shown = frame;
      if (isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}
