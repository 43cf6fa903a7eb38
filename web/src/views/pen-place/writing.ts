import { isOver } from '../../net/pen/writing.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { openWriting } from '../../state/pen-writing.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { mountChoice } from './choice.ts';
import { withExplained } from './explained.ts';
import { mountDigits, mountSettings } from './settings.ts';
import type { PenSources } from './sources.ts';
import { mountWays } from './ways.ts';

/** The network writes a digit, token by token, or goes on with what is drawn. */
export function mountPenWriting(page: HTMLElement, actions: Actions, sources: PenSources): View {
  const room = need(page, '.pen-writing', HTMLElement);
  const showModes = mountModes(room, actions);
  const [asked, finishing] = [
    room.appendChild(create('div', 'pen-asked')),
    room.appendChild(create('div', 'pen-asked')),
  ];
  const what = asked.appendChild(create('p', 'pen-note'));
  const begin = asked.appendChild(create('div', 'pen-begin'));
  const showDigits = mountDigits(begin, 'pen-write-digit', (digit) => actions.choose('writeDigit', digit ?? 0), null);
  const showButtons = mountButtons(begin, actions);
  // What one looks at stays near what one asks: the settings come after the ways, but before the long choice of a token.
  const ways = mountWays(page, { room, asked: finishing }, actions, sources);
  const showSettings = mountSettings(room, actions);
  const choosing = room.appendChild(create('div', 'pen-choosing'));
  const choice = mountChoice(choosing, actions, sources);
  let shown: Frame | null = null;
  return {
    update(frame, time) {
      const before = shown;
      const { place, penAsking } = frame.state;
      const isShown = place === 'pen' && penAsking.view === 'write';
      const wasShown = before?.state.place === 'pen' && before.state.penAsking.view === 'write';
      if (!isShown && !wasShown) return;
      shown = frame;
      ways.update(frame, time);
      if (!isShown) return;
      const { words, state } = frame;
      const renamed = before?.words !== words;
      if (renamed)
        what.replaceChildren(
          ...withExplained(words, 'penWriting.what', { autoregression: 'penWriting.autoregression' }),
        );
      if (renamed || before.state.writeDigit !== state.writeDigit)
        showDigits(state.writeDigit, say(words, 'penWriting.digit'), '');
      showSettings(frame, renamed);
      showModes(frame);
      const isFinishing = state.penWriting.finishing;
      for (const part of [asked, choosing]) setFlag(part, 'hidden', isFinishing);
      setFlag(finishing, 'hidden', !isFinishing);
      if (isFinishing) return;
      showButtons(frame);
      choice.update(frame, time);
    },
  };
}

/** The two ways to write: a digit from nothing, or the rest of what is drawn. */
function mountModes(root: HTMLElement, { finishDrawing }: Pick<Actions, 'finishDrawing'>): (frame: Frame) => void {
  const row = root.appendChild(create('div', 'pen-modes'));
  row.setAttribute('role', 'group');
  const modes = ([false, true] as const).map((finishing) => {
    const button = row.appendChild(create('button'));
    button.type = 'button';
    button.id = finishing ? 'pen-finish' : 'pen-digit';
    button.addEventListener('click', () => finishDrawing(finishing));
    return { finishing, button };
  });
  return ({ words, state }) => {
    setAttribute(row, 'aria-label', say(words, 'penWriting.modes'));
    for (const { finishing, button } of modes) {
      setText(button, say(words, finishing ? 'penWriting.finish' : 'penWriting.mode'));
      setAttribute(button, 'aria-pressed', String(finishing === state.penWriting.finishing));
    }
  };
}

/** Write or pause, one phase more, or all at once. */
function mountButtons(root: HTMLElement, actions: Actions): (frame: Frame) => void {
  const row = root.appendChild(create('div', 'pen-buttons'));
  const button = (id: string, act: () => void): HTMLButtonElement => {
    const made = row.appendChild(create('button'));
    made.type = 'button';
    made.id = id;
    made.addEventListener('click', act);
    return made;
  };
  let shown: Frame | null = null;
  const isGoing = (): boolean => (shown?.state.penWriting.writing?.gait ?? null) !== null;
  const write = button('pen-write-go', () => (isGoing() ? actions.pauseWriting() : actions.write()));
  const step = button('pen-write-step', actions.stepWriting);
  const end = button('pen-write-end', actions.writeToEnd);
  return (frame) => {
    const before = shown;
    shown = frame;
    const { words, state } = frame;
    if (before?.words !== words) {
      setText(step, say(words, 'penWriting.stepOn'));
      setAttribute(step, 'title', say(words, 'penWriting.stepHint'));
      setText(end, say(words, 'penWriting.toEnd'));
    }
    setText(write, say(words, writeName(state)));
  };
}

function writeName(state: Frame['state']): WordKey {
  const { writing } = state.penWriting;
  if (writing !== null && writing.gait !== null) return 'penWriting.pause';
  const open = openWriting(state);
  if (open !== null && open.progress.choices.length > 0) return 'penWriting.goOn';
  return writing !== null && isOver(writing.progress) ? 'penWriting.again' : 'penWriting.writes';
}
