import type { Drawing } from '../ink/drawing.ts';
import { pointsBy, replayTimes, strokeEndAfter } from '../ink/replay.ts';
import { type Playing, type PlayOptions, pause, play, playOn } from '../state/playing.ts';
import { showMoment } from '../state/state.ts';
import type { Store } from './store.ts';

/** A replay that loops shows the whole drawing for so long before it begins again, in ms. */
export const LOOP_REST_MS = 1000;
/** A frame that comes later than this after another comes after a rest of the page, such as in a hidden tab: the replay rested, too. */
const LONGEST_FRAME_MS = 100;

/** Plays the drawing: time in the State goes on by the frames of the page's own loop. */
export interface Player {
  play(options?: PlayOptions): void;
  pause(): void;
  /** In a frame, before anything is shown. `time` is the frame's, in ms. */
  advance(time: number): void;
}

/** What a player needs of the page. */
export interface Screen {
  /** Whether things should move as little as they can: then playing jumps to where it would end. */
  isStill(): boolean;
  /** Requests a frame: time goes on though nothing changes meanwhile. */
  wake(): void;
}

export function createPlayer(store: Store, { isStill, wake }: Screen): Player {
  let reel: Reel | null = null;
  return {
    play(options) {
      store.change((state) => play(state, options));
      const { playing, moment, history } = store.state;
      if (playing === null || !isStill()) return;
      const { last } = reelOf(history.present, playing, moment);
      store.change((state) => showMoment(state, last));
    },
    pause: () => store.change(pause),
    advance(time) {
      const { playing, moment, history } = store.state;
      if (playing === null) {
        reel = null;
        return;
      }
      if (reel?.playing !== playing) reel = reelOf(history.present, playing, moment);
      const { times, last } = reel;
      if (reel.frame !== null) reel.at += Math.min(LONGEST_FRAME_MS, Math.max(0, time - reel.frame)) * playing.speed;
      reel.frame = time;
      const end = times[last - 1];
      const goesRound = playing.loop && playing.by === 'time';
      // The rest after the end is one of the viewer's time, whatever the speed.
      if (goesRound && reel.at >= end + LOOP_REST_MS * playing.speed) reel.at = 0;
      const ends = !goesRound && reel.at >= end;
      const reached = reel.at >= end ? last : pointsBy(times, reel.at);
      store.change((state) => playOn(state, reached, ends));
      if (store.state.playing !== null) wake();
    },
  };
}

/** A replay under way. */
interface Reel {
  readonly playing: Playing;
  /** Of the points, in ms. */
  readonly times: Float64Array;
  /** The moment to play up to. */
  readonly last: number;
  /** How far it has come, in ms at the drawing's own speed. */
  at: number;
  /** The time of the last frame; null before the first. */
  frame: number | null;
}

function reelOf(drawing: Drawing, playing: Playing, moment: number | null): Reel {
  const times = replayTimes(drawing);
  const from = moment ?? drawing.points;
  const last = playing.by === 'stroke' ? strokeEndAfter(drawing, from) : drawing.points;
  return { playing, times, last, at: from > 0 ? times[from - 1] : 0, frame: null };
}
