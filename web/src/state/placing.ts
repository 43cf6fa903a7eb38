/** Where in the page one is: a part of the State beside the drawing, and no part of the undo history. */

import { type Asking, release } from './selection.ts';

/** A subject that takes the room beside pad and answer. */
export const PLACES = ['draw', 'learn', 'pen'] as const;
export type Place = (typeof PLACES)[number];

/** What is predicted at a step of Learn: a choice's number, from 0; `none` if the answer was asked for without one. */
export type Guess = number | 'none';

export interface Placing {
  readonly place: Place;
  /** Which step of Learn, from 0. */
  readonly step: number;
  /** Null until the answer is shown; kept while one looks at it in the network. */
  readonly guess: Guess | null;
}

/** Learn has this many guided steps; what comes after them is the lab. */
export const LESSON_COUNT = 6;
/** The step that shows what both networks read. */
export const READERS_STEP = 5;
export const LAB_STEP = LESSON_COUNT;

export const BEGINNING: Placing = { place: 'draw', step: 0, guess: null };

/**
 * Goes to a place. Learn goes on with the step where it was left, its question open again unless one has only looked at the
 * network; what it has selected stays there. Elsewhere nothing is selected in the picture's network.
 */
export function goTo<State extends Placing & Asking>(state: State, place: Place): State {
  if (place === state.place) return state;
  if (place === 'learn') return { ...state, place };
  return { ...release(state), place, guess: null };
}

/** Shows the network as a step's answer has it, with the way back to that. */
export function look<State extends Placing>(state: State): State {
  return state.place === 'learn' && state.guess !== null ? { ...state, place: placeOfStep(state) } : state;
}

/** Whether one looks at the network from a step of Learn. */
export function isLooking(placing: Placing): boolean {
  return placing.place === placeOfStep(placing) && placing.guess !== null;
}

/** Where the network is that a step is about. */
function placeOfStep({ step }: Pick<Placing, 'step'>): Place {
  return step === READERS_STEP ? 'pen' : 'draw';
}

/** Whether the page shows what the pen's network reads. */
export function showsPen({ place, step }: Pick<Placing, 'place' | 'step'>): boolean {
  return place === 'pen' || (place === 'learn' && step === READERS_STEP);
}

/** Goes to a step of Learn, its question open. */
export function goToStep<State extends Placing>(state: State, step: number): State {
  const within = Math.min(LAB_STEP, Math.max(0, step));
  return state.place === 'learn' && within === state.step
    ? state
    : { ...state, place: 'learn', step: within, guess: null };
}

/** Predicts, or asks for the answer without a prediction; the first time counts. */
export function predict<State extends Placing>(state: State, guess: Guess): State {
  const isOpen = state.place === 'learn' && state.step < LESSON_COUNT && state.guess === null;
  return isOpen ? { ...state, guess } : state;
}
