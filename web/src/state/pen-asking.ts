/** What is asked of the pen's network: a part of the State beside what is asked of the picture's, and of no undo history. */

import { isInside, isSamePenPart, type PenPart } from '../explain/pen/parts.ts';
import type { Tokens } from '../ink/tokens.ts';
import { CONTEXT, SIZES } from '../net/pen/description.ts';
import type { Placing } from './placing.ts';

/** What the place shows: how a drawing is read, how one is written, or how the network learned to. */
export const PEN_VIEWS = ['read', 'write', 'learned'] as const;
export type PenView = (typeof PEN_VIEWS)[number];

/** Whose attention is shown, layers and heads counted from 0: one head's, or what it has more or less than another of its layer. */
export interface HeadChoice {
  readonly layer: number;
  readonly head: number;
  readonly against: number | null;
}

export interface PenAsking {
  readonly view: PenView;
  readonly heads: HeadChoice;
  /** Whether the steps inside the layers are shown, too. */
  readonly inside: boolean;
  /** The position of the token that is looked at, and from which attention goes out; null for the newest, `ASKED` for ASK. */
  readonly token: number | null;
  /** The same as long as it is pointed at. */
  readonly pointedToken: number | null;
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

const FIRST_HEAD: HeadChoice = { layer: 0, head: 0, against: null };

export const NO_PEN_ASKING: PenAsking = {
  view: 'read',
  heads: FIRST_HEAD,
  inside: false,
  token: null,
  pointedToken: null,
  part: null,
  pointed: null,
  leftOut: [],
};

/** Of ASK, however many movements it comes after: none of them is this late. */
export const ASKED = CONTEXT - 2;

/**
 * The position of the token that is looked at: of a shorter sequence, the newest. ASK comes after all tokens, where anything is
 * drawn.
 */
export function shownToken({ token, pointedToken }: PenAsking, { ids }: Pick<Tokens, 'ids'>): number {
  const newest = ids.length - 1;
  const wanted = pointedToken ?? token;
  if (wanted === ASKED) return newest === 0 ? newest : ids.length;
  return wanted === null || wanted > newest ? newest : wanted;
}

export function showPenView<State extends AskingPen>(state: State, view: PenView): State {
  return asking(state, { view });
}

/** Unfolds the steps inside the layers, or folds them. */
export function showInside<State extends AskingPen>(state: State, inside: boolean): State {
  return asking(state, { inside });
}

/** Looks at a token; chosen again, or for null, at the newest, whichever that will be. */
export function lookAtToken<State extends AskingPen>(state: State, token: number | null): State {
  return asking(state, { token: token === state.penAsking.token ? null : token });
}

/** Points at a token, or at nothing. */
export function pointToken<State extends AskingPen>(state: State, pointedToken: number | null): State {
  return asking(state, { pointedToken });
}

/** Shows a head's attention; another of the same layer `against` it, its difference from that. */
export function chooseHeads<State extends AskingPen>(state: State, heads: HeadChoice): State {
  const against = heads.against === heads.head ? null : heads.against;
  return isSameChoice(heads, state.penAsking.heads) ? state : asking(state, { heads: { ...heads, against } });
}

/** As in the address, counted from 1: `2.3`, and `2.3-1` for the difference of two. */
export function writeHeads({ layer, head, against }: HeadChoice): string {
  return `${layer + 1}.${head + 1}${against === null ? '' : `-${against + 1}`}`;
}

/** The choice that is written so; undefined if none is. */
export function readHeads(written: string): HeadChoice | undefined {
  const found = /^([1-9])\.([1-9])(?:-([1-9]))?$/.exec(written);
  if (!found) return undefined;
  const [layer, head] = [Number(found[1]) - 1, Number(found[2]) - 1];
  const against = found[3] === undefined ? null : Number(found[3]) - 1;
  const isThere = layer < SIZES.layers && head < SIZES.heads && (against ?? 0) < SIZES.heads && against !== head;
  return isThere ? { layer, head, against } : undefined;
}

export function isSameChoice(a: HeadChoice, b: HeadChoice): boolean {
  return a.layer === b.layer && a.head === b.head && a.against === b.against;
}

/** Pins a number, or lets it go for null; its token is then the one looked at, and what it is inside of unfolds. */
export function pinPenPart<State extends AskingPen>(state: State, part: PenPart | null): State {
  if (isSamePenPart(part, state.penAsking.part)) return state;
  if (part === null) return asking(state, { part });
  return asking(state, { part, token: part.token, inside: state.penAsking.inside || isInside(part) });
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
  const { view, inside, pointed, pointedToken } = state.penAsking;
  return asking(state, { ...NO_PEN_ASKING, view, inside, pointed, pointedToken });
}

/** Whether another token may be looked at. */
export function looksElsewhere(before: PenAsking, now: PenAsking): boolean {
  const { view, token, pointedToken, leftOut } = before;
  return view !== now.view || token !== now.token || pointedToken !== now.pointedToken || leftOut !== now.leftOut;
}

/** The strokes that the network is not shown: where nothing says so, it is shown all. */
export function strokesOff({
  place,
  penAsking: { view, leftOut },
}: Pick<Placing, 'place'> & AskingPen): readonly number[] {
  return place === 'pen' && view === 'read' ? leftOut : NO_PEN_ASKING.leftOut;
}

/** Whether anything is asked that Escape lets go. */
export function isAskingPen({ place, penAsking }: Pick<Placing, 'place'> & AskingPen): boolean {
  const { view, part, token, leftOut, heads } = penAsking;
  const asksAny = part !== null || token !== null || leftOut.length > 0 || !isSameChoice(heads, NO_PEN_ASKING.heads);
  return place === 'pen' && view === 'read' && asksAny;
}

/** Shows the network all strokes again: of another drawing, nobody has left any out. */
export function showAllStrokes<State extends AskingPen>(state: State): State {
  return state.penAsking.leftOut.length === 0 ? state : asking(state, { leftOut: NO_PEN_ASKING.leftOut });
}

function asking<State extends AskingPen>(state: State, changed: Partial<PenAsking>): State {
  const { penAsking } = state;
  const names = Object.keys(changed) as (keyof PenAsking)[];
  if (names.every((name) => changed[name] === penAsking[name])) return state;
  return { ...state, penAsking: { ...penAsking, ...changed } };
}
