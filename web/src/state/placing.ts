/** Where in the page one is: a part of the State beside the drawing, and no part of the undo history. */

/** A subject that takes the room beside pad and answer. */
export type Place = 'draw' | 'learn';

/** What is predicted at a step of Learn: a choice's number, from 0; `none` if the answer was asked for without one. */
export type Guess = number | 'none';

export interface Placing {
  readonly place: Place;
  /** Which step of Learn, from 0. */
  readonly step: number;
  /** Null until the answer is shown. */
  readonly guess: Guess | null;
}

/** Learn has this many guided steps; what comes after them is the lab. */
export const LESSON_COUNT = 5;
export const LAB_STEP = LESSON_COUNT;

export const BEGINNING: Placing = { place: 'draw', step: 0, guess: null };

/** Goes to a place. Learn goes on with the step where it was left, its question open again. */
export function goTo<State extends Placing>(state: State, place: Place): State {
  return place === state.place ? state : { ...state, place, guess: null };
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
