import { type Contributions, createNetworkContributions } from '../explain/contributions.ts';
import type { Model } from '../explain/model.ts';
import { EMPTY_READING, type Reading, readingOf } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Drawing } from '../ink/drawing.ts';
import type { Placement } from '../ink/field.ts';
import { createRasterizer } from '../ink/raster.ts';
import type { Palette } from '../look/color.ts';
import type { Network } from '../net/cnn/network.ts';
import type { Trace } from '../net/cnn/trace.ts';
import { createNumbers, type Numbers } from '../text/numbers.ts';
import type { Languages, Words } from '../text/words.ts';
import { memoize } from './memo.ts';
import type { Theme } from './options.ts';
import { NOTHING_SELECTED, resolved, type Selection } from './selection.ts';
import type { State, Surroundings } from './state.ts';

/**
 * Everything the views show, computed from the State. Each part stays the same object until its inputs change, and is
 * then a new one: compare by identity. The arrays in `input`, `trace`, `contributions` and `reading` are reused: copy
 * what must last.
 */
export interface Frame {
  readonly state: State;
  readonly drawing: Drawing;
  /** 28×28, 0 to 1; null while nothing is drawn, as are `trace` and `contributions`. */
  readonly input: Float32Array | null;
  /** How the drawing lies on the input's cells; null while nothing is drawn. */
  readonly placement: Placement | null;
  readonly trace: Trace | null;
  readonly contributions: Contributions | null;
  readonly reading: Reading;
  /** What is asked of this drawing: the State's selection, its digits filled in. NOTHING_SELECTED if nothing is selected. */
  readonly selection: Selection;
  /** BCP 47 tag of the words' language. */
  readonly language: string;
  readonly words: Words;
  readonly numbers: Numbers;
  readonly palette: Palette;
}

/** What frames are made with; only `applyTheme` touches the document. */
export interface FrameSources {
  readonly languages: Languages;
  /** Applies the theme to the page and returns the resulting colours. */
  applyTheme(theme: Theme, surroundings: Surroundings): Palette;
}

/**
 * State and model → Frame. Each step is memoized separately, until its own input, or the part of the model it uses, is
 * a different object.
 */
export function createFrames({ languages, applyTheme }: FrameSources): (state: State, model: Model) => Frame {
  const rasterize = createRasterizer();
  const inputOf = memoize(rasterize);
  const traceOf = memoize((input: Float32Array, network: Network) => network.forward(input));
  const contributionsOf = memoize(createNetworkContributions());
  const readingFrom = memoize((trace: Trace, rule: VerdictRule) => readingOf(trace.probabilities, rule));
  const selectionFor = memoize(resolved);
  const numbersIn = memoize(createNumbers);
  const paletteFor = memoize(applyTheme);
  return (state, { network, verdictRule }) => {
    const drawing = state.history.present;
    const input = inputOf(drawing);
    const trace = input && traceOf(input, network);
    const reading = trace ? readingFrom(trace, verdictRule) : EMPTY_READING;
    const { selection } = state;
    return {
      state,
      drawing,
      input,
      placement: input && rasterize.placement(),
      trace,
      contributions: trace && contributionsOf(trace, network),
      reading,
      selection: selection === NOTHING_SELECTED ? selection : selectionFor(selection, reading),
      language: state.language,
      words: languages[state.language],
      numbers: numbersIn(state.language, languages[state.language]),
      palette: paletteFor(state.theme, state.surroundings),
    };
  };
}
