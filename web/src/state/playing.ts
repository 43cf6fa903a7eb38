/** The drawing replayed: its moment goes on by itself. */

import { type Drawing, isEmpty } from '../ink/drawing.ts';
import type { Options } from './options.ts';

export interface Playing {
  /** 1: as fast as it was drawn. */
  readonly speed: number;
  /** Whether it begins again after the end. */
  readonly loop: boolean;
  /** Up to the end, or to the end of a stroke. */
  readonly by: 'time' | 'stroke';
}

export interface PlayOptions extends Partial<Playing> {
  /** The moment to begin with; by default the one that is shown, or 0 at the end. */
  readonly from?: number;
}

/** The parts of the State that playing depends on. */
interface Playable extends Pick<Options, 'playSpeed' | 'playLoop'> {
  readonly history: { readonly present: Drawing };
  readonly moment: number | null;
  readonly pressed: object | null;
  readonly playing: Playing | null;
}

/** Begins to play or, if it plays, goes on with other options. An empty drawing does not play, nor does one being drawn. */
export function play<State extends Playable>(state: State, options: PlayOptions = {}): State {
  const { present } = state.history;
  if (isEmpty(present) || state.pressed !== null) return state;
  const { speed = state.playSpeed, loop = state.playLoop, by = 'time' } = options;
  // A replay that loops may be at its end just now.
  const shown = state.moment ?? (state.playing ? present.points : 0);
  const from = Math.min(present.points, Math.max(0, Math.trunc(options.from ?? shown)));
  return { ...state, moment: from === present.points ? null : from, playing: { speed, loop, by } };
}

/** The earlier moment that is shown, if any; a replay passes through moments without resting at them. */
export function restingMoment({ moment, playing }: Pick<Playable, 'moment' | 'playing'>): number | null {
  return playing === null ? moment : null;
}

/** What is shown stays. */
export function pause<State extends Playable>(state: State): State {
  return state.playing === null ? state : { ...state, playing: null };
}

/** Plays on to a moment, and ends there if `ends`. */
export function playOn<State extends Playable>(state: State, moment: number, ends: boolean): State {
  const shown = moment >= state.history.present.points ? null : moment;
  if (shown === state.moment && !ends) return state;
  return { ...state, moment: shown, playing: ends ? null : state.playing };
}
