import { isSameTraced } from '../../explain/flow.ts';
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
 * then it is marked as out of date, and shown so. A replay, which one watches, is told at a pace that can be read. What would deny the ink or the answer meanwhile goes at once.
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
    mark(false);
  };
  const mark = (now: boolean): void => {
    if (now === stale) return;
    stale = now;
    sentence.classList.toggle('stale', now);
  };
  const rest = makeRest(TEXT_REST_MS, write);
  const pace = createPace(write);
  return {
    update(frame, time) {
      shown = frame;
      if (!isOutdated(frame, written)) {
        mark(false);
      } else if (isWriting(frame.state)) {
        if (written && denies(written, frame)) {
          written = null;
          sentence.replaceChildren();
        }
        if (frame.state.pressed === null) pace.note(time);
        else {
          mark(true);
          rest.note(time);
        }
      } else {
        write();
      }
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

function isOutdated({ trace, traced, state, words }: Frame, before: Frame | null): boolean {
  return (
    before === null ||
    before.trace !== trace ||
    !isSameTraced(before.traced, traced) ||
    before.state.logits !== state.logits ||
    before.words !== words
  );
}
