import { type Drawing, emptyDrawing } from '../../ink/drawing.ts';
import { writtenDrawing } from '../../ink/written.ts';
import { CONTEXT } from '../../net/pen/description.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { OPTIONS } from '../../state/options.ts';
import { isEnded, type Learned, learnedIn } from '../../state/pen-learned.ts';
import { say, type WordKey } from '../../text/words.ts';
import { create, need, setAttribute, setText } from '../parts/dom.ts';
import type { View } from '../view.ts';
import { mountHistory } from './history.ts';
import { smallPicture } from './small-picture.ts';
import type { PenSources } from './sources.ts';

/** What the network wrote at ten moments of its training run, under its loss and accuracy then. Made when it is first shown. */
export function mountPenLearned(page: HTMLElement, actions: Actions, { penNetworks }: PenSources): View {
  const room = need(page, '.pen-learning', HTMLElement);
  let parts: ((frame: Frame) => void) | null = null;
  let shown: Frame | null = null;
  return {
    update(frame) {
      const { place, penAsking, penWriting } = frame.state;
      if (place !== 'pen' || penAsking.view !== 'learned') return;
      const before = shown;
      shown = frame;
      if (before?.words === frame.words && before.state.penWriting.learnedAt === penWriting.learnedAt) return;
      parts ??= mountMoments(room, actions, learnedIn(penNetworks.file().metadata));
      parts(frame);
    },
  };
}

function mountMoments(room: HTMLElement, actions: Actions, learned: Learned | null): (frame: Frame) => void {
  const what = room.appendChild(create('p', 'pen-note'));
  if (learned === null) return ({ words }) => setText(what, say(words, 'penLearned.none'));
  const figure = room.appendChild(create('div', 'pen-learned'));
  const notes = create('div', 'pen-note pen-learned-notes');
  const history = learned.history && mountHistory(figure, notes, learned.moments, learned.history);
  const grid = mountGrid(figure, learned, actions);
  figure.append(notes);
  const failed = notes.appendChild(create('p'));
  const anyFailed = learned.moments.some(({ digits }) => !digits.every(isEnded));
  return (frame) => {
    const { words, numbers } = frame;
    const temperature = numbers.exact(OPTIONS.temperature.initial);
    setText(what, say(words, 'penLearned.what', { temperature }));
    setText(failed, anyFailed ? say(words, 'penLearned.failed', { most: numbers.count(CONTEXT) }) : '');
    const marked = frame.state.penWriting.learnedAt ?? learned.moments.length - 1;
    history?.(frame, marked);
    grid(frame, marked);
  };
}

/** A column a moment and a row a digit: one stop for the Tab key, within it the arrow keys walk. */
function mountGrid(
  root: HTMLElement,
  { moments }: Learned,
  { lookBackTo, putDrawing }: Pick<Actions, 'lookBackTo' | 'putDrawing'>,
): (frame: Frame, marked: number) => void {
  const grid = root.appendChild(create('div', 'pen-learned-grid'));
  grid.setAttribute('role', 'group');
  grid.style.setProperty('--moments', String(moments.length));
  const corner = grid.appendChild(create('span', 'pen-learned-epoch pen-learned-corner'));
  corner.setAttribute('aria-hidden', 'true');
  const heads = moments.map(() => {
    const head = grid.appendChild(create('span', 'pen-learned-epoch'));
    head.setAttribute('aria-hidden', 'true');
    return head;
  });
  const rows = moments[0].digits.map((_, digit) => {
    grid.appendChild(create('span', 'pen-learned-row', String(digit))).setAttribute('aria-hidden', 'true');
    return moments.map(({ digits }, moment) => {
      const ids = digits[digit];
      const drawing = writtenDrawing(ids, emptyDrawing());
      const button = grid.appendChild(create('button', 'quiet pen-learned-digit'));
      button.type = 'button';
      button.tabIndex = -1;
      button.classList.toggle('failed', !isEnded(ids));
      button.append(smallPicture(drawing));
      button.addEventListener('click', () => putDrawing(drawing));
      button.addEventListener('pointerenter', () => lookBackTo(moment));
      button.addEventListener('focus', () => {
        roveTo(digit, moment);
        lookBackTo(moment);
      });
      return { button, name: nameKey(ids, drawing) };
    });
  });
  let roving = rows[0][moments.length - 1].button;
  const roveTo = (digit: number, moment: number): void => {
    roving.tabIndex = -1;
    roving = rows[digit][moment].button;
    roving.tabIndex = 0;
  };
  roving.tabIndex = 0;
  grid.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = rows.flat().findIndex(({ button }) => button === roving);
    const [digit, moment] = [Math.floor(at / moments.length), at % moments.length];
    const to = stepTo(event.key, digit, moment, rows.length, moments.length);
    if (to === null) return;
    event.preventDefault();
    rows[to[0]][to[1]].button.focus();
  });
  return ({ words, numbers }, marked) => {
    setAttribute(grid, 'aria-label', say(words, 'penLearned.grid'));
    setText(corner, say(words, 'penLearned.epoch'));
    heads.forEach((head, moment) => {
      const epoch = numbers.count(moments[moment].epoch);
      setText(head, epoch);
      head.classList.toggle('marked', moment === marked);
    });
    rows.forEach((row, digit) => {
      row.forEach(({ button, name }, moment) => {
        const told = say(words, name, { digit, epoch: numbers.count(moments[moment].epoch) });
        setAttribute(button, 'aria-label', told);
        setAttribute(button, 'title', told);
        button.classList.toggle('marked', moment === marked);
      });
    });
  };
}

/** What came of it, which a picture as small as a dot does not tell. */
function nameKey(ids: Uint8Array, { points }: Drawing): WordKey {
  if (!isEnded(ids)) return 'penLearned.digitFailed';
  return points > 1 ? 'penLearned.digit' : 'penLearned.digitDot';
}

/** Where a key leads from a digit at a moment; null for other keys. */
export function stepTo(
  key: string,
  digit: number,
  moment: number,
  digits: number,
  moments: number,
): readonly [digit: number, moment: number] | null {
  const within = (value: number, count: number): number => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowLeft':
      return [digit, within(moment - 1, moments)];
    case 'ArrowRight':
      return [digit, within(moment + 1, moments)];
    case 'ArrowUp':
      return [within(digit - 1, digits), moment];
    case 'ArrowDown':
      return [within(digit + 1, digits), moment];
    case 'Home':
      return [digit, 0];
    case 'End':
      return [digit, moments - 1];
    default:
      return null;
  }
}
