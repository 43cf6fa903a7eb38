/** What is asked of the network: it stands in the State beside the drawing, and is no part of the undo history. */

import type { Alterations } from '../explain/alterations.ts';
import type { EditedKernel, KernelLink } from '../explain/kernels.ts';
import { type Reading, runnerUp } from '../explain/reading.ts';
import { isSamePart, type Part } from '../explain/unit.ts';

export interface Selection {
  /** The chosen digit; null for the leading one. */
  readonly digit: number | null;
  /** The digit it is compared with, "rather than"; null for the second. */
  readonly rival: number | null;
  /** What is pinned. */
  readonly part: Part | null;
  /** Whether it is asked why it is the digit and not the rival. */
  readonly why: boolean;
}

/** The parts of the State that ask. */
export interface Asking extends Alterations {
  readonly selection: Selection;
  /** What is pointed at, or has the keyboard's focus. */
  readonly pointed: Part | null;
}

export const NOTHING_SELECTED: Selection = { digit: null, rival: null, part: null, why: false };
export const NOTHING_OFF: readonly Part[] = [];
export const NOTHING_EDITED: readonly EditedKernel[] = [];
export const NOTHING_ASKED: Asking = {
  selection: NOTHING_SELECTED,
  pointed: null,
  off: NOTHING_OFF,
  edited: NOTHING_EDITED,
};

/** Selects exactly this. What selects nothing is NOTHING_SELECTED, so that it can be told by identity. */
export function select<State extends Asking>(state: State, wanted: Selection): State {
  const rival = wanted.rival === wanted.digit ? null : wanted.rival;
  const selection = isNothing(wanted) ? NOTHING_SELECTED : { ...wanted, rival };
  return isSameSelection(selection, state.selection) ? state : { ...state, selection };
}

/** Pins a part; a digit's logit or probability chooses the digit, too. */
export function pin<State extends Asking>(state: State, part: Part): State {
  const digit = part.layer === 'logit' || part.layer === 'probability' ? part.digit : state.selection.digit;
  return select(state, { ...state.selection, part, digit });
}

/** Lets everything selected go. What is altered stays altered. */
export function release<State extends Asking>(state: State): State {
  return select(state, NOTHING_SELECTED);
}

/**
 * Chooses a digit; chosen again, it is let go. While it is asked why, the first digit stays and this becomes its rival.
 * `leading` is the digit that stands for a chosen one.
 */
export function chooseDigit<State extends Asking>(state: State, digit: number, leading: number | null): State {
  const { selection } = state;
  if (selection.why) return digit === (selection.digit ?? leading) ? state : chooseRival(state, digit);
  return select(state, { ...selection, digit: selection.digit === digit ? null : digit });
}

export function chooseRival<State extends Asking>(state: State, rival: number | null): State {
  return select(state, { ...state.selection, rival });
}

/** Asks why it is the digit and not the rival, or stops asking; the rival goes with the question. */
export function askWhy<State extends Asking>(state: State, why: boolean): State {
  return select(state, { ...state.selection, why, rival: why ? state.selection.rival : null });
}

/** Points at a part, or at nothing. */
export function point<State extends Asking>(state: State, part: Part | null): State {
  return isSamePart(part, state.pointed) ? state : { ...state, pointed: part };
}

/** Whether the network is not the one that was trained: something is switched off, or a kernel edited. */
export function isAltered({ off, edited }: Alterations): boolean {
  return off.length > 0 || edited.length > 0;
}

/** Whether anything is asked of the network at all. */
export function isAsked(state: Asking): boolean {
  return state.selection !== NOTHING_SELECTED || state.pointed !== null || isAltered(state);
}

/** Whether both have the same network. */
export function isSameNetwork(a: Alterations, b: Alterations): boolean {
  return a.off === b.off && a.edited === b.edited;
}

export function isOff({ off }: Pick<Asking, 'off'>, part: Part): boolean {
  return off.some((one) => isSamePart(one, part));
}

/** Switches a map or a unit off, or on again. What is off stays in the order in which it was switched off. */
export function switchOff<State extends Asking>(state: State, part: Part, off: boolean): State {
  if (isOff(state, part) === off) return state;
  return withOff(state, off ? [...state.off, part] : state.off.filter((one) => !isSamePart(one, part)));
}

/** Gives a kernel other weights, or the trained ones back for null. Kernels stay in the order in which they were first edited. */
export function editKernel<State extends Asking>(state: State, link: KernelLink, weights: Float32Array | null): State {
  const isIt = (one: EditedKernel): boolean => isSamePart(one.link, link);
  const known = state.edited.some(isIt);
  if (weights !== null) {
    const now = { link, weights };
    return { ...state, edited: known ? state.edited.map((one) => (isIt(one) ? now : one)) : [...state.edited, now] };
  }
  if (!known) return state;
  const edited = state.edited.filter((one) => !isIt(one));
  return { ...state, edited: edited.length === 0 ? NOTHING_EDITED : edited };
}

/** Switches everything on again, and gives every kernel its trained weights back. */
export function putBack<State extends Asking>(state: State): State {
  return isAltered(state) ? { ...state, off: NOTHING_OFF, edited: NOTHING_EDITED } : state;
}

function withOff<State extends Asking>(state: State, off: readonly Part[]): State {
  return { ...state, off: off.length === 0 ? NOTHING_OFF : off };
}

/** The selection for this drawing: with the leading digits for those not chosen, where anything is drawn. */
export function resolved(selection: Selection, { digit: leading, probabilities }: Reading): Selection {
  if (probabilities === null || leading === null) return selection;
  const digit = selection.digit ?? leading;
  const rival = selection.rival !== null && selection.rival !== digit ? selection.rival : rivalOf(digit, leading);
  return { ...selection, digit, rival };

  /** Of a digit that does not lead, the leading one. */
  function rivalOf(asked: number, first: number): number {
    return asked === first && probabilities !== null ? runnerUp(probabilities, first) : first;
  }
}

/** What the inspector is about: the pinned part, or the chosen digit's logit. */
export function inspectedPart({ part, digit }: Selection): Part | null {
  if (part !== null) return part;
  return digit === null ? null : { layer: 'logit', digit };
}

function isNothing({ digit, rival, part, why }: Selection): boolean {
  return digit === null && rival === null && part === null && !why;
}

export function isSameSelection(a: Selection, b: Selection): boolean {
  return a.digit === b.digit && a.rival === b.rival && a.why === b.why && isSamePart(a.part, b.part);
}
