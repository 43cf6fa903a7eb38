import { cancel, type DrawingPointer, type Inking, lift, move, press } from '../ink/capture.ts';
import { type Drawing, emptyDrawing, isEmpty, PAD_SIDE } from '../ink/drawing.ts';
import type { WordKey } from '../text/words.ts';
import { initialOptions, type Options } from './options.ts';
import { type AskingPen, NO_PEN_ASKING, showAllStrokes } from './pen-asking.ts';
import { NO_PEN_WRITING, type WritingPen } from './pen-writing.ts';
import { BEGINNING, type Placing } from './placing.ts';
import { type Playing, pause, restingMoment } from './playing.ts';
import { type Asking, NOTHING_ASKED, NOTHING_SELECTED, release } from './selection.ts';
import { amend, beginHistory, change, redo, type UndoHistory, undo } from './undo.ts';

/** The page's environment, which it does not choose. */
export interface Surroundings {
  readonly dark: boolean;
  readonly forcedColors: boolean;
  /** Print is always in the light theme. */
  readonly printing: boolean;
}

/** A drawing that came by a link, and its text there. */
export interface Linked {
  readonly drawing: Drawing;
  readonly ink: string;
}

/** What the page says of a link or a file, as long as the drawing is the one it was about. */
export interface Notice {
  readonly said: WordKey;
  readonly about: Drawing;
}

/** Where the keyboard's pen is, in pad units. */
export interface PenPlace {
  readonly x: number;
  readonly y: number;
}

/** Everything that decides what the page shows; it is replaced, never changed. */
export interface State extends Options, Asking, AskingPen, WritingPen, Placing {
  readonly history: UndoHistory<Drawing>;
  /** How many of the drawing's kept points are shown; null for all of them, however many there will be. */
  readonly moment: number | null;
  /** Null while the drawing is not replayed. */
  readonly playing: Playing | null;
  /** Null until a link has been opened. */
  readonly linked: Linked | null;
  readonly notice: Notice | null;
  /** Whether a pointer drags along the timeline. */
  readonly scrubbing: boolean;
  /** The pointer, or the keyboard's pen, that is drawing now. */
  readonly pressed: DrawingPointer | null;
  /** The keyboard's pen; null while the keyboard is not drawing. */
  readonly pen: PenPlace | null;
  readonly surroundings: Surroundings;
}

/** The keyboard's pen goes through the same capture as any pointer, with an id that no pointer has. */
export const KEYBOARD_POINTER = -1;

export function initialState(chosen: Partial<State> & Pick<State, 'surroundings'>): State {
  return {
    ...initialOptions(),
    ...NOTHING_ASKED,
    ...BEGINNING,
    penAsking: NO_PEN_ASKING,
    penWriting: NO_PEN_WRITING,
    history: beginHistory(emptyDrawing()),
    moment: null,
    playing: null,
    linked: null,
    notice: null,
    scrubbing: false,
    pressed: null,
    pen: null,
    ...chosen,
  };
}

/** Which drawing is shown, and which moment of it. */
interface Shown {
  readonly history: Pick<UndoHistory<Drawing>, 'present'>;
  readonly moment: number | null;
}

/** The drawing as it is shown, at its moment. */
export function shownDrawing({ history: { present }, moment }: Shown): Drawing {
  return moment === null ? present : { ...present, points: moment };
}

/**
 * Shows the drawing as it was after so many points; null, or all of them, for the whole drawing. It ends a replay; whoever
 * is drawing goes on.
 */
export function showMoment(state: State, moment: number | null): State {
  if (state.pressed !== null) return state;
  const { points } = state.history.present;
  const shown = moment === null || moment >= points ? null : Math.max(0, Math.trunc(moment));
  return shown === state.moment && state.playing === null ? state : { ...state, moment: shown, playing: null };
}

/** Whether something is selected: a part, a digit, a question, or an earlier moment. */
export function isSelecting(state: Pick<State, 'selection' | 'moment' | 'playing'>): boolean {
  return state.selection !== NOTHING_SELECTED || restingMoment(state) !== null;
}

/** Lets everything selected go: the whole drawing is shown again, too. A replay goes on. */
export function letGo(state: State): State {
  const released = release(state);
  return restingMoment(state) === null ? released : showMoment(released, null);
}

/**
 * The State after a step of capture. A press's first ink is a change that can be undone; the rest is part of it. Ink goes on from
 * the moment that is shown: what came after it is what undoing brings back. A press ends a replay.
 */
export function ink(state: State, step: (inking: Inking) => Inking): State {
  const before: Inking = { drawing: shownDrawing(state), pressed: state.pressed };
  const { drawing, pressed } = step(before);
  if (drawing === before.drawing) return pressed === before.pressed ? state : { ...pause(state), pressed };
  const begins = (pressed ?? before.pressed)?.pointsBefore === before.drawing.points;
  const history = begins ? change(state.history, drawing) : amend(state.history, drawing);
  return { ...state, history, moment: null, playing: null, pressed };
}

/** A pointer turned out to be a palm: what it has drawn in this press is undone, and redo brings it back. */
export function withdraw(state: State, pointerId: number): State {
  const { pressed, history, moment } = state;
  if (pressed?.pointerId !== pointerId) return state;
  return moment === null && pressed.pointsBefore < history.present.points ? undoChange(state) : endStroke(state);
}

/** Ends the stroke being drawn, if any: what comes next is a stroke of its own. */
export function endStroke(state: State): State {
  return state.pressed === null ? state : { ...state, pressed: null };
}

/** Replaces the drawing, as a change that can be undone. */
export function replaceDrawing(state: State, drawing: Drawing): State {
  const ended = atTheEnd(endStroke(state));
  if (isEmpty(drawing) && isEmpty(ended.history.present)) return ended;
  return showAllStrokes({ ...ended, history: change(ended.history, drawing) });
}

/** Opens the drawing of a link, which can be undone like any other change. */
export function openLinked(state: State, linked: Linked): State {
  // The link may leave strokes of it out.
  return { ...replaceDrawing(state, linked.drawing), penAsking: state.penAsking, linked };
}

/** Says something of the drawing that is there. */
export function notify(state: State, said: WordKey): State {
  return { ...state, notice: { said, about: state.history.present } };
}

export function dismiss(state: State): State {
  return state.notice === null ? state : { ...state, notice: null };
}

/** What is to be said of the drawing; null if nothing is. */
export function noticeAbout({ notice, history }: State): WordKey | null {
  return notice?.about === history.present ? notice.said : null;
}

export function undoChange(state: State): State {
  const ended = atTheEnd(endStroke(state));
  const history = undo(ended.history);
  return history === ended.history ? ended : { ...ended, history };
}

export function redoChange(state: State): State {
  const ended = atTheEnd(endStroke(state));
  const history = redo(ended.history);
  return history === ended.history ? ended : { ...ended, history };
}

function atTheEnd(state: State): State {
  return state.moment === null ? pause(state) : { ...state, moment: null, playing: null };
}

/**
 * Whether a stroke is being drawn, by hand, by keyboard or in a replay, or time is scrubbed, so that what is painted may run ahead
 * of the document's text. Where the text itself is seen, on paper and in forced colours, it may not.
 */
export function isWriting({ pressed, playing, scrubbing, surroundings }: State): boolean {
  const moves = pressed !== null || playing !== null || scrubbing;
  return moves && !surroundings.printing && !surroundings.forcedColors;
}

export function isPenDown(state: State): boolean {
  return state.pressed?.pointerId === KEYBOARD_POINTER;
}

/** Moves the keyboard's pen within the pad, in pad units; it draws if it is down. `time` in ms. */
export function movePen(state: State, right: number, down: number, time: number): State {
  const from = state.pen ?? CENTER;
  const pen = { x: onPad(from.x + right), y: onPad(from.y + down) };
  const moved = { ...state, pen };
  return isPenDown(state) ? ink(moved, (inking) => move(inking, sampleOf(pen, time))) : moved;
}

/** Puts the keyboard's pen down, or lifts it. `time` in ms. */
export function togglePen(state: State, time: number): State {
  const pen = state.pen ?? CENTER;
  const placed = { ...(isPenDown(state) ? state : endStroke(state)), pen };
  const step = isPenDown(state) ? lift : press;
  return ink(placed, (inking) => step(inking, sampleOf(pen, time)));
}

/** The keyboard's pen leaves the pad: if it was drawing, its stroke ends with the points it has. */
export function hidePen(state: State): State {
  const lifted = ink(state, (inking) => cancel(inking, KEYBOARD_POINTER));
  return lifted.pen === null ? lifted : { ...lifted, pen: null };
}

const CENTER: PenPlace = { x: PAD_SIDE / 2, y: PAD_SIDE / 2 };

function onPad(units: number): number {
  return Math.min(PAD_SIDE, Math.max(0, units));
}

/** Key presses don't tremble: at 0 units per pixel there is no drag threshold, so the first step already draws. */
function sampleOf(pen: PenPlace, time: number) {
  return { pointerId: KEYBOARD_POINTER, x: pen.x, y: pen.y, unitsPerPixel: 0, time };
}
