import type { Reading } from '../../explain/reading.ts';
import { type Drawing, PAD_SIDE } from '../../ink/drawing.ts';
import type { Palette } from '../../look/color.ts';
import type { Network } from '../../net/cnn/network.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';
import { memoize } from '../../state/memo.ts';
import { createMomentReader } from '../../state/moment-reading.ts';
import { canBeFinished, WAY_COUNT, type Way, waysOn } from '../../state/pen-finishing.ts';
import { writingOptions } from '../../state/pen-writing.ts';
import { say } from '../../text/words.ts';
import { strokesPath } from '../examples/thumbnail.ts';
import { letterOf } from '../keyboard.ts';
import { watchSize } from '../parts/canvas.ts';
import { create, need, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { createSlices } from '../parts/slices.ts';
import { readAs } from '../verdict-words.ts';
import type { View } from '../view.ts';
import { mountDigits } from './settings.ts';
import type { PenSources } from './sources.ts';
import type { FlatStroke } from './ways-picture.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** By which the continuations are told apart: numbers would be taken for digits. */
const LETTERS = Array.from({ length: WAY_COUNT }, (_, way) => String.fromCharCode('A'.charCodeAt(0) + way));
/** The drawing has rested for so long, in ms. */
const REST_MS = 200;

/** How the network would go on with the drawing that is shown: several ways at once, faint on the pad and as small pictures. */
export function mountWays(
  page: HTMLElement,
  { room, asked }: { readonly room: HTMLElement; readonly asked: HTMLElement },
  actions: Pick<Actions, 'pointWay' | 'putDrawing' | 'choose'>,
  { studio, penNetworks: { expect }, verdictRule }: PenSources,
): View {
  const holder = create('div', 'pen-ways-ink');
  need(page, '.pad .wet', HTMLElement).after(holder);
  holder.hidden = true;
  holder.setAttribute('aria-hidden', 'true');
  studio.hang('ways', holder);
  const labels = Array.from({ length: WAY_COUNT }, () => holder.appendChild(create('span', 'pen-way-label')));
  watchSize(holder, (size) => studio.give({ waysBox: { size } }));
  const label = asked.appendChild(create('p', 'pen-note'));
  label.setAttribute('aria-hidden', 'true');
  const showDigits = mountDigits(
    asked,
    'pen-finish-digit',
    (digit) => actions.choose('finishDigit', digit),
    'penWriting.free',
  );
  const [note, list] = [room.appendChild(create('p', 'pen-note')), room.appendChild(create('div', 'pen-ways'))];
  list.setAttribute('role', 'group');
  const buttons = Array.from({ length: WAY_COUNT }, (_, way) => mountWay(list, way, actions.pointWay, () => take(way)));
  let shown: Frame | null = null;
  let ways: readonly Way[] = [];
  let subject: Subject | null = null;
  const readingsOf = memoize((made: readonly Way[], network: Network) => {
    const read = createMomentReader({ network, verdictRule });
    return made.map((way) => read(way.drawing));
  });
  const slices = createSlices<readonly Way[]>((found) => {
    ways = found;
    show();
  });

  const take = (way: number): void => {
    const taken = ways[way];
    if (taken === undefined) return;
    actions.putDrawing(taken.drawing);
    actions.pointWay(null);
  };
  room.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return;
    const way = LETTERS.indexOf(letterOf(event).toUpperCase());
    if (subject !== null && way >= 0) take(way);
  });

  const show = (): void => {
    if (!shown) return;
    const { words, state } = shown;
    const begun = subject?.drawing ?? null;
    const added = begun ? ways.map((way) => addedStrokes(begun, way.drawing)) : [];
    studio.give({ ways: { added, pointed: state.penWriting.way } });
    placeLabels(labels, added, state.penWriting.way);
    const readings = readingsOf(ways, shown.network);
    buttons.forEach((button, i) => {
      button(shown as Frame, begun, i < ways.length ? { ...ways[i], reading: readings[i] } : null);
    });
    setText(note, say(words, noteFor(shown, ways)));
  };

  return {
    update(frame) {
      const before = shown;
      shown = frame;
      const { state, words, drawing } = frame;
      const renamed = before?.words !== words;
      const { finishing, way } = state.penWriting;
      const wanted = subjectOf(frame);
      const isSame = isSameSubject(wanted, subject);
      if (!isSame) {
        subject = wanted;
        setFlag(holder, 'hidden', wanted === null);
        ways = [];
        if (wanted) slices.begin(waysOn(expect, wanted.drawing, wanted.digit, wanted.options), REST_MS);
        else slices.stop();
      }
      // As if below the drawing's own ink, which is not paled where it goes on.
      if (before?.palette !== frame.palette)
        holder.style.setProperty('--blend', isDark(frame.palette) ? 'lighten' : 'darken');
      setFlag(note, 'hidden', !finishing);
      setFlag(list, 'hidden', !finishing);
      if (renamed || before.state.finishDigit !== state.finishDigit)
        showDigits(state.finishDigit, say(words, 'penWriting.finishAs'), say(words, 'penWriting.free'));
      if (renamed) setText(label, say(words, 'penWriting.finishAs'));
      if (renamed) setAttribute(list, 'aria-label', say(words, 'penWriting.ways'));
      // While one draws there is nothing to show, and it is shown already.
      const isOther = finishing && state.pressed === null && before?.drawing !== drawing;
      if (renamed || !isSame || before.state.penWriting.way !== way || isOther) show();
    },
  };
}

function isDark({ paper, ink }: Palette): boolean {
  return paper[0] + paper[1] + paper[2] < ink[0] + ink[1] + ink[2];
}

/** What the continuations depend on. */
interface Subject {
  readonly drawing: Drawing;
  readonly digit: number | null;
  readonly options: ReturnType<typeof writingOptions>;
}

/** Null where none are to be shown: nobody asks, somebody draws, or there is nothing to go on from. */
function subjectOf({ state, drawing }: Frame): Subject | null {
  const { penWriting, penAsking, place, pressed, playing, finishDigit } = state;
  const isAsked = place === 'pen' && penAsking.view === 'write' && penWriting.finishing;
  const isMoving = pressed !== null || playing !== null || (penWriting.writing?.gait ?? null) !== null;
  if (!isAsked || isMoving || !canBeFinished(drawing)) return null;
  return { drawing, digit: finishDigit, options: writingOptions(state) };
}

function isSameSubject(a: Subject | null, b: Subject | null): boolean {
  if (a === null || b === null) return a === b;
  const isSameChoosing = a.options.temperature === b.options.temperature && a.options.topK === b.options.topK;
  return a.drawing === b.drawing && a.digit === b.digit && isSameChoosing && a.options.seed === b.options.seed;
}

function noteFor({ drawing }: Frame, ways: readonly Way[]) {
  if (!canBeFinished(drawing)) return 'penWriting.nothingBegun' as const;
  return ways.length > 0 && ways.every((way) => way.drawing.points === drawing.points)
    ? ('penWriting.nothingToAdd' as const)
    : ('penWriting.waysHint' as const);
}

/** With what the picture's network reads in it. */
interface ReadWay extends Way {
  readonly reading: Reading;
}

/** A button with a small picture of the drawing and what is added to it. */
function mountWay(list: HTMLElement, way: number, point: (way: number | null) => void, take: () => void) {
  const button = list.appendChild(create('button', 'pen-way quiet'));
  button.type = 'button';
  const picture = button.appendChild(document.createElementNS(SVG, 'svg'));
  picture.setAttribute('viewBox', `0 0 ${PAD_SIDE} ${PAD_SIDE}`);
  picture.setAttribute('aria-hidden', 'true');
  const begun = picture.appendChild(document.createElementNS(SVG, 'path'));
  const added = picture.appendChild(document.createElementNS(SVG, 'path'));
  added.setAttribute('class', 'pen-way-added');
  const caption = button.appendChild(create('span', 'pen-way-caption'));
  const letter = LETTERS[way];
  const mark = caption.appendChild(create('b'));
  caption.append(' ');
  const read = caption.appendChild(create('span'));
  button.addEventListener('click', take);
  button.addEventListener('pointerenter', () => point(way));
  button.addEventListener('pointerleave', () => point(null));
  button.addEventListener('focus', () => point(way));
  button.addEventListener('blur', () => point(null));
  return ({ words, numbers }: Frame, drawing: Drawing | null, made: ReadWay | null): void => {
    setAttribute(button, 'aria-disabled', made === null ? 'true' : null);
    setAttribute(begun, 'd', drawing ? strokesPath(drawing) : null);
    setAttribute(added, 'd', drawing && made ? pathOf(addedStrokes(drawing, made.drawing)) : null);
    if (made === null || drawing === null) {
      setText(read, '');
      setText(mark, '');
      setAttribute(button, 'aria-label', say(words, 'penWriting.wayWaiting', { letter }));
      return;
    }
    const { seed, written, reading } = made;
    const told = {
      letter,
      read: readAs(words, reading),
      count: numbers.count(written.ids.length - written.given - (written.ended ? 1 : 0)),
      seed: String(seed),
    };
    setText(mark, letter);
    setText(read, written.ended ? told.read : say(words, 'penWriting.wayFailed'));
    const name = say(words, written.ended ? 'penWriting.wayNamed' : 'penWriting.wayNamedFailed', told);
    setAttribute(button, 'aria-label', name);
    setAttribute(button, 'title', name);
  };
}

/** A letter's room on the pad, in pad units. */
const LABEL_SIDE = 190;

/** Beside the end of each way stands its letter, and beside other letters there; of the one pointed at alone, if one is. */
function placeLabels(
  labels: readonly HTMLElement[],
  added: readonly (readonly FlatStroke[])[],
  pointed: number | null,
) {
  const within = (value: number): number => Math.min(PAD_SIDE - LABEL_SIDE, Math.max(LABEL_SIDE, value));
  const taken: { readonly x: number; readonly y: number }[] = [];
  labels.forEach((label, way) => {
    const end = added[way]?.at(-1);
    const isShown = end !== undefined && (pointed === null || pointed === way);
    setText(label, isShown ? LETTERS[way] : '');
    if (!isShown) return;
    const y = within(end[end.length - 1]);
    let x = within(end[end.length - 2] + LABEL_SIDE);
    while (taken.some((other) => Math.abs(other.x - x) < LABEL_SIDE && Math.abs(other.y - y) < LABEL_SIDE))
      x -= LABEL_SIDE;
    taken.push({ x, y });
    label.style.left = `${(100 * x) / PAD_SIDE}%`;
    label.style.top = `${(100 * y) / PAD_SIDE}%`;
  });
}

/** What a drawing has more than its beginning, from the beginning's end where its last stroke goes on. */
function addedStrokes({ points }: Drawing, { columns: { x, y, stroke }, points: all }: Drawing): FlatStroke[] {
  const strokes: number[][] = [];
  const goesOn = all > points && stroke[points] === stroke[points - 1];
  const from = goesOn ? points - 1 : points;
  for (let point = from; point < all; point++) {
    if (point === from || stroke[point] !== stroke[point - 1]) strokes.push([]);
    strokes[strokes.length - 1].push(x[point], y[point]);
  }
  return strokes;
}

function pathOf(strokes: readonly FlatStroke[]): string {
  return strokes
    .map((stroke) => {
      const places = stroke.flatMap((x, i) => (i % 2 === 0 ? [`${x} ${stroke[i + 1]}`] : []));
      // A lone point becomes a line of no length, which round caps turn into a dot.
      return `M${(places.length === 1 ? [places[0], places[0]] : places).join('L')}`;
    })
    .join('');
}
