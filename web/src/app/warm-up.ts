import { move, press } from '../ink/capture.ts';
import { emptyDrawing, isEmpty, PAD_SIDE } from '../ink/drawing.ts';
import { ink, type State } from '../state/state.ts';
import { beginHistory } from '../state/undo.ts';

/** As long as this, in ms, the page may be deaf. */
const SLICE_MS = 4;
/** After so many movements, browsers have compiled what a movement runs. */
const MOVEMENTS = 800;
/** Of each drawing: what is compiled for one that only goes on is dropped at the first that begins. */
const MOVEMENTS_OF_ONE = 400;

/** Where idle time comes from. `call` is called when the page has nothing else to do. */
export interface IdleClock {
  whenIdle(call: () => void): void;
  now(): number;
}

const IDLE: IdleClock = {
  whenIdle: (call) => (window.requestIdleCallback ? window.requestIdleCallback(call) : window.setTimeout(call, 20)),
  now: () => performance.now(),
};

/**
 * Computes the movements of made-up drawings, in idle time and a few ms at once, and drops the results: browsers compile
 * a function only once it has run often, and a first stroke would be over by then. It ends when there is something drawn.
 */
export function warmUp(compute: (state: State) => void, current: () => State, idle: IdleClock = IDLE): void {
  let made = nothingMade();
  let movement = 0;
  const goOn = (): void => {
    const { history, pressed } = current();
    if (!isEmpty(history.present) || pressed) return;
    for (const end = idle.now() + SLICE_MS; movement < MOVEMENTS && idle.now() < end; movement++) {
      const begins = movement % MOVEMENTS_OF_ONE === 0;
      if (begins) made = nothingMade();
      const sample = sampleAt(movement % MOVEMENTS_OF_ONE);
      // With the options of this moment: a theme or language chosen meanwhile must not be undone.
      const state = ink({ ...current(), ...made }, (inking) => (begins ? press : move)(inking, sample));
      made = { history: state.history, pressed: state.pressed };
      compute(state);
    }
    if (movement < MOVEMENTS) idle.whenIdle(goOn);
  };
  idle.whenIdle(goOn);
}

function nothingMade(): Pick<State, 'history' | 'pressed'> {
  return { history: beginHistory(emptyDrawing()), pressed: null };
}

/** A curve that crosses itself, as digits do, and grows again and again. */
function sampleAt(movement: number) {
  const reach = PAD_SIDE * (0.38 + 0.06 * Math.sin(movement * 0.013));
  return {
    pointerId: 0,
    x: PAD_SIDE / 2 + reach * Math.cos(movement * 0.06),
    y: PAD_SIDE / 2 + reach * Math.sin(movement * 0.12),
    unitsPerPixel: 10,
    time: movement * 16,
  };
}
