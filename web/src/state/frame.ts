import { leadersOf, type Traced, tracedDigits } from '../explain/flow.ts';
import type { Model } from '../explain/model.ts';
import { EMPTY_READING, type Reading, readingOf } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import type { Drawing } from '../ink/drawing.ts';
import type { Placement } from '../ink/grid.ts';
import { createRasterizer } from '../ink/raster.ts';
import type { Palette } from '../look/color.ts';
import type { Network } from '../net/cnn/network.ts';
import type { Trace } from '../net/cnn/trace.ts';
import { createNumbers, type Numbers } from '../text/numbers.ts';
import type { Languages, Words } from '../text/words.ts';
import { createAlteredNetwork } from './altered-network.ts';
import { readApart } from './apart.ts';
import { createLinkNumbers, type LinkNumbers } from './link-numbers.ts';
import { memoize } from './memo.ts';
import type { Theme } from './options.ts';
import { strokesOff } from './pen-asking.ts';
import type { PenReading, ReadPen } from './pen-reading.ts';
import { showsPen } from './placing.ts';
import { isAltered, NOTHING_SELECTED, resolved, type Selection } from './selection.ts';
import { type State, type Surroundings, shownDrawing } from './state.ts';

/**
 * Everything the views show, computed from the State. Each part stays the same object until its inputs change, and is
 * then a new one: compare by identity. The arrays in `input`, `trace` and `reading`, and in the links' numbers, are reused:
 * copy what must last.
 */
export interface Frame extends LinkNumbers {
  readonly state: State;
  /** As it is shown: up to its moment. */
  readonly drawing: Drawing;
  /** 28×28, 0 to 1; null while nothing is drawn, as are `trace` and the links' numbers. */
  readonly input: Float32Array | null;
  /** How the drawing lies on the input's cells; null while nothing is drawn. */
  readonly placement: Placement | null;
  /** The network that all this comes from: with its edited kernels, without what is switched off. */
  readonly network: Network;
  readonly trace: Trace | null;
  /** The digits in question, whose evidence is followed. */
  readonly traced: Traced;
  readonly reading: Reading;
  /** What the untouched network reads; null while nothing is altered, or nothing drawn. */
  readonly untouched: Reading | null;
  /** What the pen's network reads; null in places that do not show it. */
  readonly penReading: PenReading | null;
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
  /** Reads with the pen's network, which is made when it is first asked. */
  readPen: ReadPen;
}

/**
 * State and model → Frame. Each step is memoized separately, until its own input, or the part of the model it uses, is
 * a different object. `leaders` tells which digits a reading leaves in question: whoever knows the time steadies them.
 */
export function createFrames({
  languages,
  applyTheme,
  readPen,
}: FrameSources): (state: State, model: Model, leaders?: typeof leadersOf) => Frame {
  const rasterize = createRasterizer();
  const drawingAt = memoize((present: Drawing, moment: number | null) =>
    shownDrawing({ history: { present }, moment }),
  );
  const inputOf = memoize(rasterize);
  const alteredNetwork = createAlteredNetwork();
  const untouchedFrom = memoize(readApart);
  const traceOf = memoize((input: Float32Array, network: Network) => network.forward(input));
  const readingFrom = memoize((trace: Trace, rule: VerdictRule) => readingOf(trace.probabilities, rule));
  const selectionFor = memoize(resolved);
  const tracedFor = memoize(tracedDigits);
  const numbersIn = memoize(createNumbers);
  const paletteFor = memoize(applyTheme);
  const withLinkNumbers = createLinkNumbers();
  return (state, { network: trained, verdictRule }, leaders = leadersOf) => {
    const altered = isAltered(state);
    const network = alteredNetwork(trained, state);
    const drawing = drawingAt(state.history.present, state.moment);
    const input = inputOf(drawing);
    const trace = input && traceOf(input, network);
    const reading = trace ? readingFrom(trace, verdictRule) : EMPTY_READING;
    const selection = state.selection === NOTHING_SELECTED ? state.selection : selectionFor(state.selection, reading);
    return withLinkNumbers({
      state,
      drawing,
      input,
      placement: input && rasterize.placement(),
      network,
      trace,
      traced: tracedFor(reading, leaders(reading), selection),
      reading,
      penReading: showsPen(state) ? readPen(drawing, strokesOff(state)) : null,
      untouched: altered && input ? untouchedFrom(input, trained, verdictRule) : null,
      selection,
      language: state.language,
      words: languages[state.language],
      numbers: numbersIn(state.language, languages[state.language]),
      palette: paletteFor(state.theme, state.surroundings),
    });
  };
}
