import { strokeCount } from '../../ink/drawing.ts';
import { CONTEXT } from '../../net/pen/description.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import type { PenOpinion } from '../../state/pen-reading.ts';
import { isWriting } from '../../state/state.ts';
import { say } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { TEXT_REST_MS } from '../parts/rest.ts';
import type { View } from '../view.ts';
import type { PenSources } from './sources.ts';

/** More strokes than these are counted, not listed. */
const MOST_CHIPS = 40;

/**
 * A switch a stroke, on while the network is shown it, all in one line and one tab stop; and a line that says what the network
 * makes of the drawing with and without what is switched off, else what is seen on the ink.
 */
export function mountPenStrokes(
  page: HTMLElement,
  actions: Pick<Actions, 'leaveOutStroke'>,
  { makeRest }: Pick<PenSources, 'makeRest'>,
): View {
  const root = need(page, '.pen-top', HTMLElement).appendChild(create('div', 'pen-ink-line'));
  const note = root.appendChild(create('p', 'pen-ink-note'));
  const group = root.appendChild(create('div', 'pen-strokes'));
  group.setAttribute('role', 'group');
  const heading = group.appendChild(create('span', 'pen-strokes-heading'));
  const chips = group.appendChild(create('div', 'pen-stroke-chips'));
  const more = group.appendChild(create('span', 'pen-strokes-more'));
  const buttons: HTMLButtonElement[] = [];
  let stop = 0;

  const enter = (at: number): void => {
    stop = at;
    buttons.forEach((button, stroke) => {
      button.tabIndex = stroke === stop ? 0 : -1;
    });
  };
  group.addEventListener('keydown', (event) => {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const from = buttons.indexOf(target as HTMLButtonElement);
    const step = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0;
    if (from < 0 || step === 0 || altKey || ctrlKey || metaKey) return;
    event.preventDefault();
    enter(Math.min(buttons.length - 1, Math.max(0, from + step)));
    buttons[stop].focus();
  });

  const addChip = (stroke: number): void => {
    const button = chips.appendChild(create('button', 'pen-stroke', String(stroke + 1)));
    button.type = 'button';
    button.setAttribute('role', 'switch');
    button.addEventListener('click', () => {
      enter(stroke);
      actions.leaveOutStroke(stroke, button.getAttribute('aria-checked') === 'true');
    });
    buttons.push(button);
  };

  const write = ({ words, numbers, drawing, state: { penAsking }, penReading }: Frame): void => {
    const count = strokeCount(drawing);
    const listed = Math.min(MOST_CHIPS, count);
    while (buttons.length < listed) addChip(buttons.length);
    for (const button of buttons.splice(listed)) button.remove();
    enter(Math.max(0, Math.min(stop, listed - 1)));
    setAttribute(group, 'aria-label', say(words, 'penStrokes.label'));
    setText(heading, say(words, 'penStrokes.heading'));
    group.classList.toggle('none', count < 2 && penAsking.leftOut.length === 0);
    buttons.forEach((button, stroke) => {
      setAttribute(button, 'aria-checked', String(!penAsking.leftOut.includes(stroke)));
      setAttribute(button, 'aria-label', say(words, 'penStrokes.stroke', { stroke: stroke + 1 }));
    });
    setText(more, count > listed ? say(words, 'penStrokes.more', { count: numbers.count(count - listed) }) : '');
    if (!penReading) return;
    const { whole, tokens } = penReading;
    const opinion = ({ digit, probabilities }: PenOpinion): string =>
      digit === null || probabilities === null
        ? say(words, 'penStrokes.none')
        : say(words, 'penStrokes.opinion', { digit, share: numbers.probability.usual(probabilities[digit]) });
    const text = whole
      ? say(words, 'penStrokes.says', { whole: opinion(whole), without: opinion(penReading) })
      : tokens.leftOut > 0
        ? say(words, 'penInk.leftOut', { count: numbers.count(tokens.leftOut), context: CONTEXT })
        : penReading.digit === null
          ? ''
          : say(words, 'penInk.legend');
    setText(note, text);
    setAttribute(note, 'title', text);
  };
  let shown: Frame | null = null;
  const rest = makeRest(TEXT_REST_MS, () => {
    if (shown) write(shown);
  });
  return {
    update(frame, time) {
      const before = shown;
      shown = frame;
      const { state, penReading, words } = frame;
      if (before?.state.place !== state.place || before.state.penAsking.view !== state.penAsking.view)
        setFlag(root, 'hidden', state.penAsking.view !== 'read');
      const isSame = before?.penReading === penReading && before?.state.penAsking.leftOut === state.penAsking.leftOut;
      if (isSame && before?.words === words) return;
      if (isWriting(state)) rest.note(time);
      else write(frame);
    },
  };
}
