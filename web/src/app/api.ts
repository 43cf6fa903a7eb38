import type { ExplanationJson } from '../explain/json.ts';
import type { Verdict } from '../explain/reading.ts';
import { emptyDrawing } from '../ink/drawing.ts';
import { fromStrokes } from '../ink/strokes.ts';
import { explanationOf } from '../state/explanation.ts';
import type { Frame } from '../state/frame.ts';
import { select } from '../state/selection.ts';
import { replaceDrawing, type State, showMoment } from '../state/state.ts';
import { momentFrom, selectionFrom } from './asked.ts';
import type { Store } from './store.ts';

/** `window.inkspect`: the page's interface for scripts. */
export interface InkspectApi {
  /**
   * Replaces the drawing with strokes, lists of `[x, y]` or `[x, y, t]`: in any unit and fitted to the pad or, if
   * `placed`, in pad units and cut at the pad's border. Can be undone like any other change. @throws TypeError |
   * RangeError one clear line, if strokes or options are invalid, or no part of the strokes lies on the pad.
   */
  draw(strokes: unknown, options?: { placed?: boolean }): void;
  clear(): void;
  /**
   * Selects a part of the network, written as in the address ("conv2.12.2.3"; null for none), and the digit and rival in
   * question; it replaces what was selected. @throws TypeError | RangeError one clear line, if anything is invalid.
   */
  select(part: string | null, options?: { digit?: number | null; rival?: number | null; why?: boolean }): void;
  /**
   * Where every number of the current drawing comes from, as docs/explanation-format.md has it: the same as `inkspect explain`
   * gives for the digits and the part that are selected, with edited kernels, and without what is switched off.
   */
  explain(): ExplanationJson;
  /**
   * Shows the drawing as it was after so many of its kept points; null, or nothing, for all of it. While a stroke is being drawn,
   * the newest moment stays. @throws TypeError | RangeError one clear line, if there is no such moment.
   */
  at(moment?: number | null): void;
  /** What the network reads in the current drawing, at the moment that is shown, whether or not it has been painted yet. */
  read(): { digit: number | null; probabilities: number[] | null; verdict: Verdict };
}

declare global {
  interface Window {
    inkspect?: InkspectApi;
  }
}

export function createApi(store: Store, frameOf: (state: State) => Frame, sha256: string): InkspectApi {
  return {
    draw(strokes, options) {
      const drawing = fromStrokes(strokes, options);
      store.change((state) => replaceDrawing(state, drawing));
    },
    clear() {
      store.change((state) => replaceDrawing(state, emptyDrawing()));
    },
    select(part, options) {
      const selection = selectionFrom(part, options);
      store.change((state) => select(state, selection));
    },
    at(moment) {
      const shown = momentFrom(moment, store.state.history.present.points);
      store.change((state) => showMoment(state, shown));
    },
    explain: () => explanationOf(frameOf(store.state), sha256),
    read() {
      const { digit, probabilities, verdict } = frameOf(store.state).reading;
      return { digit, probabilities: probabilities && Array.from(probabilities), verdict };
    },
  };
}
