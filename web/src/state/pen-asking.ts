/** What is asked of the pen's network: a part of the State beside what is asked of the picture's, and of no undo history. */

import { isSamePenPart, type PenPart } from '../explain/pen/parts.ts';

/** What the place shows: how a drawing is read, how one is written, or how the network learned to. */
export const PEN_VIEWS = ['read', 'write', 'learned'] as const;
export type PenView = (typeof PEN_VIEWS)[number];

export interface PenAsking {
  readonly view: PenView;
  /** The position of the token that is looked at, and from which attention goes out; null for the newest. */
  readonly token: number | null;
  /** What is pinned. */
  readonly part: PenPart | null;
  /** What is pointed at, or has the keyboard's focus. */
  readonly pointed: PenPart | null;
  /** Of the strokes, by number from 0, in order: those that the network is not shown. */
  readonly leftOut: readonly number[];
}

/** The part of the State that asks the pen's network. */
export interface AskingPen {
  readonly penAsking: PenAsking;
}

export const NO_PEN_ASKING: PenAsking = { view: 'read', token: null, part: null, pointed: null, leftOut: [] };

export function showPenView<State extends AskingPen>(state: State, view: PenView): State {
  return asking(state, { view });
}

/** Looks at a token; chosen again, or for null, at the newest, whichever that will be. */
export function lookAtToken<State extends AskingPen>(state: State, token: number | null): State {
  return asking(state, { token: token === state.penAsking.token ? null : token });
}

/** Pins a number, or lets it go for null; its token is then the one looked at. */
export function pinPenPart<State extends AskingPen>(state: State, part: PenPart | null): State {
  if (isSamePenPart(part, state.penAsking.part)) return state;
  return asking(state, part === null ? { part } : { part, token: part.token });
}

/** Points at a number, or at nothing. */
export function pointPenPart<State extends AskingPen>(state: State, pointed: PenPart | null): State {
  return isSamePenPart(pointed, state.penAsking.pointed) ? state : asking(state, { pointed });
}

/** Shows the network the drawing without a stroke, or with it again. */
export function leaveOutStroke<State extends AskingPen>(state: State, stroke: number, out: boolean): State {
  const { leftOut } = state.penAsking;
  if (leftOut.includes(stroke) === out) return state;
  const strokes = out ? [...leftOut, stroke].sort((a, b) => a - b) : leftOut.filter((one) => one !== stroke);
  return asking(state, { leftOut: strokes });
}

/** Lets everything go that is asked of the network; what the place shows stays. */
export function releasePen<State extends AskingPen>(state: State): State {
  const { view, pointed } = state.penAsking;
  return asking(state, { ...NO_PEN_ASKING, view, pointed });
}

function asking<State extends AskingPen>(state: State, changed: Partial<PenAsking>): State {
  const { penAsking } = state;
  const names = Object.keys(changed) as (keyof PenAsking)[];
  if (names.every((name) => changed[name] === penAsking[name])) return state;
  return { ...state, penAsking: { ...penAsking, ...changed } };
}
