import type { ExplanationJson } from '../explain/json.ts';
import type { PenExplanationJson } from '../explain/pen/json.ts';
import type { Verdict } from '../explain/reading.ts';
import { emptyDrawing } from '../ink/drawing.ts';
import { fromStrokes } from '../ink/strokes.ts';
import { explanationOf } from '../state/explanation.ts';
import type { Frame } from '../state/frame.ts';
import { strokesOff } from '../state/pen-asking.ts';
import { penExplanationOf } from '../state/pen-explanation.ts';
import type { PenNetworks } from '../state/pen-networks.ts';
import type { PenReading } from '../state/pen-reading.ts';
import { select } from '../state/selection.ts';
import { replaceDrawing, type State, showMoment, shownDrawing } from '../state/state.ts';
import { momentFrom, networkFrom, selectionFrom } from './asked.ts';
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
   * gives for the digits and the part that are selected, with edited kernels, and without what is switched off. Of the pen's
   * network: for the number that is pinned in its place. @throws RangeError one clear line, if there is no such network.
   */
  explain(network: 'pen'): PenExplanationJson;
  explain(network?: 'picture'): ExplanationJson;
  /**
   * The address that opens the page with this drawing and its timing, with its moment, selection and options if there are any; of
   * a page opened from a file, the fragment alone.
   */
  link(): Promise<string>;
  /**
   * Shows the drawing as it was after so many of its kept points; null, or nothing, for all of it. While a stroke is being drawn,
   * the newest moment stays. @throws TypeError | RangeError one clear line, if there is no such moment.
   */
  at(moment?: number | null): void;
  /**
   * What a network, the picture's or the pen's, reads in the current drawing, at the moment that is shown, whether or not it has been
   * painted yet. The pen's gives no verdict: it takes everything for a digit. @throws RangeError one clear line, if there is no
   * such network.
   */
  read(network: 'pen'): { digit: number | null; probabilities: number[] | null };
  read(network?: 'picture'): { digit: number | null; probabilities: number[] | null; verdict: Verdict };
}

declare global {
  interface Window {
    inkspect?: InkspectApi;
  }
}

export function createApi(
  store: Store,
  frameOf: (state: State) => Frame,
  penNetworks: PenNetworks,
  sha256: string,
  link: () => Promise<string>,
): InkspectApi {
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
    explain: createExplaining(store, frameOf, penNetworks, sha256),
    link,
    read: createReading(store, frameOf, penNetworks),
  };
}

/** The drawing as the pen's network reads it, at the moment that is shown. */
function penReadingOf(state: State, penNetworks: PenNetworks): PenReading {
  return penNetworks.reader()(shownDrawing(state), strokesOff(state));
}

/** Both networks' explanations, by name. */
function createExplaining(
  store: Store,
  frameOf: (state: State) => Frame,
  penNetworks: PenNetworks,
  sha256: string,
): InkspectApi['explain'] {
  const ofPen = () => penExplanationOf(store.state, penReadingOf(store.state, penNetworks), penNetworks.file());
  function explain(network: 'pen'): PenExplanationJson;
  function explain(network?: 'picture'): ExplanationJson;
  function explain(network?: unknown) {
    return networkFrom(network) === 'pen' ? ofPen() : explanationOf(frameOf(store.state), sha256);
  }
  return explain;
}

/** Both networks' readings, by name. */
function createReading(store: Store, frameOf: (state: State) => Frame, penNetworks: PenNetworks): InkspectApi['read'] {
  const listed = (probabilities: Float32Array | null) => probabilities && Array.from(probabilities);
  const ofPicture = () => {
    const { digit, probabilities, verdict } = frameOf(store.state).reading;
    return { digit, probabilities: listed(probabilities), verdict };
  };
  const ofPen = () => {
    const { digit, probabilities } = penReadingOf(store.state, penNetworks);
    return { digit, probabilities: listed(probabilities) };
  };
  function read(network: 'pen'): ReturnType<typeof ofPen>;
  function read(network?: 'picture'): ReturnType<typeof ofPicture>;
  function read(network?: unknown) {
    return networkFrom(network) === 'pen' ? ofPen() : ofPicture();
  }
  return read;
}
