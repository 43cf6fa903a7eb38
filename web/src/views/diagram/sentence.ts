import { isSameTraced, leadersOf, type Traced, tracedDigits } from '../../explain/flow.ts';
import type { Frame } from '../../state/frame.ts';
import { isWriting } from '../../state/state.ts';
import { create } from '../parts/dom.ts';
import { createPace } from '../parts/pace.ts';
import { type MakeRest, TEXT_REST_MS } from '../parts/rest.ts';
import { storyOf } from './story.ts';

/** Under the diagram: what speaks for the answer. What it names are buttons with `data-part`, for whoever selects parts. */
export interface Sentence {
  update(frame: Frame, time: number): void;
}

/**
 * The sentence has room of its own and is written when the pen rests, so that nothing is laid out while one draws; until
 * then it is marked as out of date, and shown so. A replay, which one watches, is told at a pace that can be read, but other digits
 * at once. Whenever it tells of other digits than the answer it is marked, too; what would deny the ink or the answer goes.
 */
export function makeSentence(sentence: HTMLElement, makeRest: MakeRest): Sentence {
  let shown: Frame | null = null;
  let written: Frame | null = null;
  let stale = false;

  const write = (): void => {
    if (shown === null || !isOutdated(shown, written)) return;
    written = shown;
    const focused = document.activeElement;
    const part = focused instanceof HTMLElement && sentence.contains(focused) ? focused.dataset.part : undefined;
    sentence.replaceChildren(
      ...storyOf(shown).map(({ text, part }) => (part === null ? text : partButton(part, text))),
    );
    if (part !== undefined) sentence.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus();
    mark();
  };
  const mark = (): void => {
    const now = shown !== null && written !== null && isOfBefore(written, shown);
    if (now === stale) return;
    stale = now;
    sentence.classList.toggle('stale', now);
  };
  const rest = makeRest(TEXT_REST_MS, write);
  const pace = createPace(write);
  return {
    update(frame, time) {
      shown = frame;
      if (isOutdated(frame, written)) {
        if (!isWriting(frame.state)) write();
        else {
          if (written && denies(written, frame)) {
            written = null;
            sentence.replaceChildren();
          }
          if (frame.state.pressed !== null) rest.note(time);
          else if (isOtherAnswer(frame, written)) write();
          else pace.note(time);
        }
      }
      mark();
    },
  };
}

function partButton(part: string, text: string): HTMLButtonElement {
  const button = create('button', 'part', text);
  button.type = 'button';
  button.dataset.part = part;
  return button;
}

/** Whether what was written of a frame says that nothing is drawn, or that no digit is seen, while now there is one. */
export function denies(
  written: Pick<Frame, 'trace' | 'traced'>,
  { trace, reading }: Pick<Frame, 'trace' | 'reading'>,
): boolean {
  if (written.trace === null) return trace !== null;
  return written.traced.digits.length === 0 && reading.verdict !== 'none';
}

/** Whether what was written is of a moment ago: another one of the pen's, or other digits than the answer leaves in question. */
function isOfBefore(written: Frame, now: Frame): boolean {
  if (now.state.pressed !== null && isOutdated(now, written)) return true;
  return tellsOthers(written.traced, now);
}

/** Whether other digits than these are in question now; the trace itself follows only those that have led for a while. */
export function tellsOthers(
  { digits, rival }: Traced,
  { reading, selection }: Pick<Frame, 'reading' | 'selection'>,
): boolean {
  const asked = tracedDigits(reading, leadersOf(reading), selection);
  return asked.rival !== rival || String(asked.digits) !== String(digits);
}

/** Whether the answer's own digits are traced, and nothing has been written of them yet. */
function isOtherAnswer(frame: Frame, written: Frame | null): boolean {
  return (written === null || !isSameTraced(written.traced, frame.traced)) && !tellsOthers(frame.traced, frame);
}

function isOutdated({ trace, traced, state, words }: Frame, before: Frame | null): boolean {
  return (
    before === null ||
    before.trace !== trace ||
    !isSameTraced(before.traced, traced) ||
    before.state.logits !== state.logits ||
    before.words !== words
  );
}
