import { PLACES } from '../explain/attribution/regions.ts';
import { PAD_SIDE } from '../ink/drawing.ts';
import type { Frame } from '../state/frame.ts';
import { isPenDown } from '../state/state.ts';
import { say } from '../text/words.ts';
import { PEN_STEP } from './keyboard.ts';

type PenFrame = Pick<Frame, 'state' | 'words'>;

/** Whether the keyboard's pen is up or down; empty while there is none. */
export function penState({ state, words }: PenFrame): string {
  return state.pen === null ? '' : say(words, isPenDown(state) ? 'pad.penDown' : 'pad.penUp');
}

/** And where it is: in which ninth of the pad, and after how many steps of the arrow keys from its upper left corner. */
export function penPlace(frame: PenFrame): string {
  const { pen } = frame.state;
  if (pen === null) return '';
  const third = (units: number) => Math.min(2, Math.floor((3 * units) / PAD_SIDE));
  return say(frame.words, 'pad.penAt', {
    state: penState(frame),
    place: say(frame.words, `why.place.${PLACES[3 * third(pen.y) + third(pen.x)]}`),
    column: Math.round(pen.x / PEN_STEP) + 1,
    row: Math.round(pen.y / PEN_STEP) + 1,
  });
}
