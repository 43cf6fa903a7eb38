/** What the pen's network writes: a part of the State whose strokes are the drawing. */

import { type Drawing, emptyDrawing, isEmpty } from '../ink/drawing.ts';
import { writtenDrawing } from '../ink/written.ts';
import {
  beginWriting,
  isOver,
  type Progress,
  taken,
  type Weighed,
  type WritingOptions,
  writingOf,
} from '../net/pen/writing.ts';
import type { Options } from './options.ts';
import type { AskingPen } from './pen-asking.ts';
import type { Placing } from './placing.ts';
import { amend, change, type UndoHistory } from './undo.ts';

/** A token's choice as it is shown: first what may come, then where the number falls that was drawn. */
export type Phase = 'weighing' | 'chosen';

/** How a writing goes on by itself: token by token, or to the end as fast as it can. */
export type Gait = 'steps' | 'end';

/** A digit that is being written, or has been. */
export interface Writing {
  readonly digit: number;
  readonly progress: Progress;
  /** Of the next token, or of the last one. */
  readonly phase: Phase;
  /** Null while it rests. */
  readonly gait: Gait | null;
  /** What it has drawn. It goes on only while this is the drawing on the pad. */
  readonly drawing: Drawing;
  /** Whether there is a step to undo for it: all that it draws is one. */
  readonly undoable: boolean;
  /** Of the tokens written, the one whose choice is looked at again; null for the newest. */
  readonly looked: number | null;
}

export interface PenWriting {
  /** Null until something has been written. */
  readonly writing: Writing | null;
  /** Whether it shows how it would go on with the drawing. */
  readonly finishing: boolean;
  /** Which of these continuations is pointed at, from 0; null for none. */
  readonly way: number | null;
  /** Which of the moments of the training run is looked at, from 0; null for the last one. */
  readonly learnedAt: number | null;
}

/** The part of the State in which the pen's network writes. */
export interface WritingPen {
  readonly penWriting: PenWriting;
}

export const NO_PEN_WRITING: PenWriting = { writing: null, finishing: false, way: null, learnedAt: null };

/** Chooses the next token of a writing. */
export type Weigh = (progress: Progress) => Weighed;

/** The parts of the State that writing depends on. */
interface Writable
  extends WritingPen,
    Pick<Placing, 'place'>,
    Pick<Options, 'writeDigit' | 'temperature' | 'topK' | 'seed'> {
  readonly history: UndoHistory<Drawing>;
  readonly moment: number | null;
  readonly pressed: object | null;
  readonly playing: object | null;
}

/** How tokens are chosen, as asked. */
export function writingOptions({ temperature, topK, seed }: Pick<Writable, keyof WritingOptions>): WritingOptions {
  return { temperature, topK, seed };
}

/** What is asked for, of which nothing is written yet. */
export function askedWriting(state: Pick<Writable, 'writeDigit' | keyof WritingOptions>): Progress {
  return beginWriting(writingOf(state.writeDigit), writingOptions(state));
}

/** Whether the digit, and how it is written, are still those that are asked for. */
export function isAsAsked({ digit, progress: { options } }: Writing, state: Writable): boolean {
  const isSame = options.temperature === state.temperature && options.topK === state.topK;
  return isSame && options.seed === state.seed && digit === state.writeDigit;
}

/** Whether the drawing is a digit that is not finished, so that its last stroke may still go on. */
export function isBeingWritten({
  penWriting: { writing },
  history,
}: Pick<Writable, 'penWriting' | 'history'>): boolean {
  return writing !== null && writing.drawing === history.present && !isOver(writing.progress);
}

/** Whether the pad shows, where one asks for them, a digit that was asked for, or the beginning of one. */
export function isOfWriting({
  place,
  penAsking,
  penWriting: { writing },
  history,
}: Pick<Writable, 'place' | 'penWriting' | 'history'> & AskingPen): boolean {
  const isHere = place === 'pen' && penAsking.view === 'write';
  return isHere && writing !== null && writing.drawing === history.present && !isEmpty(writing.drawing);
}

/** The writing that is shown: unless it was left unfinished, by another drawing or for other settings. */
export function shownWriting(state: Writable): Writing | null {
  const { writing } = state.penWriting;
  return writing !== null && isOver(writing.progress) ? writing : openWriting(state);
}

/** The writing that goes on next: as it is asked for, unfinished and untouched on the pad; null where one would begin anew. */
export function openWriting(state: Writable): Writing | null {
  const { writing } = state.penWriting;
  return writing !== null && isBeingWritten(state) && isAsAsked(writing, state) ? writing : null;
}

/** Begins to write what is asked for, on an empty pad, or goes on with it: by itself, or at rest for null. */
export function letWrite<State extends Writable>(state: State, gait: Gait | null): State {
  const open = openWriting(state);
  if (open !== null) return withWriting(shownWhole(state), { ...open, gait, looked: null });
  const { present } = state.history;
  const cleared = isEmpty(present) ? present : emptyDrawing();
  const history = cleared === present ? state.history : change(state.history, cleared);
  return withWriting(shownWhole({ ...state, history }), {
    digit: state.writeDigit,
    progress: askedWriting(state),
    phase: 'weighing',
    gait,
    drawing: cleared,
    undoable: cleared !== present,
    looked: null,
  });
}

/** One phase further: shows what may come next, or takes what is chosen. The writing rests when it is over. */
export function advanceWriting<State extends Writable>(state: State, weigh: Weigh): State {
  const { writing } = state.penWriting;
  if (writing === null || !isBeingWritten(state)) return rest(state);
  if (writing.phase === 'chosen') return withWriting(state, { ...writing, phase: 'weighing' });
  const progress = taken(writing.progress, weigh(writing.progress));
  const drawing = writtenDrawing(progress.ids, writing.drawing);
  const { undoable, gait } = writing;
  const inked = drawing !== writing.drawing;
  const history = inked ? (undoable ? amend : change)(state.history, drawing) : state.history;
  return withWriting(
    { ...state, history },
    {
      ...writing,
      progress,
      phase: 'chosen',
      gait: isOver(progress) ? null : gait,
      drawing,
      undoable: undoable || inked,
    },
  );
}

/** Whether the writing may go on by itself; not if somebody draws, looks at an earlier moment, or has gone elsewhere. */
export function mayGoOn(state: Writable): boolean {
  const isShown = state.place === 'pen' && state.pressed === null && state.moment === null && state.playing === null;
  return isShown && openWriting(state) !== null;
}

/** The writing stays as it is. */
export function rest<State extends WritingPen>(state: State): State {
  const { writing } = state.penWriting;
  return writing === null || writing.gait === null ? state : withWriting(state, { ...writing, gait: null });
}

/** Looks again at the choice of a token written, from 0; at the newest for null. The writing rests. */
export function lookAtChoice<State extends WritingPen>(state: State, choice: number | null): State {
  const { writing } = state.penWriting;
  if (writing === null) return state;
  const newest = writing.progress.choices.length - 1;
  const looked = choice === null || choice >= newest ? null : Math.max(0, choice);
  if (looked === writing.looked && writing.gait === null) return state;
  return withWriting(state, { ...writing, looked, gait: null });
}

/** Shows how the network would go on with the drawing, or no longer. */
export function finish<State extends WritingPen>(state: State, finishing: boolean): State {
  return withChange(rest(state), { finishing, way: null });
}

/** Points at one of the continuations, from 0, or at none. */
export function pointWay<State extends WritingPen>(state: State, way: number | null): State {
  return withChange(state, { way });
}

/** Looks at a moment of the training run, from 0; at the last one for null. */
export function lookBackTo<State extends WritingPen>(state: State, learnedAt: number | null): State {
  return withChange(state, { learnedAt });
}

function shownWhole<State extends Writable>(state: State): State {
  return state.moment === null && state.playing === null && state.pressed === null
    ? state
    : { ...state, moment: null, playing: null, pressed: null };
}

function withWriting<State extends WritingPen>(state: State, writing: Writing): State {
  return { ...state, penWriting: { ...state.penWriting, writing } };
}

function withChange<State extends WritingPen>(state: State, changed: Partial<PenWriting>): State {
  const { penWriting } = state;
  const names = Object.keys(changed) as (keyof PenWriting)[];
  return names.every((name) => changed[name] === penWriting[name])
    ? state
    : { ...state, penWriting: { ...penWriting, ...changed } };
}
