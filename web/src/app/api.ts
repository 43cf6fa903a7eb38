import type { Verdict } from '../explain/reading.ts';
import { emptyDrawing } from '../ink/drawing.ts';
import { fromStrokes } from '../ink/strokes.ts';
import type { Frame } from '../state/frame.ts';
import { replaceDrawing, type State } from '../state/state.ts';
import type { Store } from './store.ts';

/** `window.inkspect`: the page for scripts. */
export interface InkspectApi {
  /**
   * Replaces the drawing by strokes, lists of `[x, y]` or `[x, y, t]`: in any unit, fitted into the pad; or, `placed`, in pad
   * units, and cut at the pad's border. Undone like any other change. @throws TypeError | RangeError one clear line about
   * strokes that are none, or have no part on the pad, and about other options.
   */
  draw(strokes: unknown, options?: { placed?: boolean }): void;
  clear(): void;
  /** What the network reads in the drawing as it stands, whether it is painted yet or not. */
  read(): { digit: number | null; probabilities: number[] | null; verdict: Verdict };
}

declare global {
  interface Window {
    inkspect?: InkspectApi;
  }
}

export function createApi(store: Store, frameOf: (state: State) => Frame): InkspectApi {
  return {
    draw(strokes, options) {
      const drawing = fromStrokes(strokes, options);
      store.change((state) => replaceDrawing(state, drawing));
    },
    clear() {
      store.change((state) => replaceDrawing(state, emptyDrawing()));
    },
    read() {
      const { digit, probabilities, verdict } = frameOf(store.state).reading;
      return { digit, probabilities: probabilities && Array.from(probabilities), verdict };
    },
  };
}
