import { createContributions } from '../explain/contributions.ts';
import { type VerdictRule, verdictOn } from '../explain/verdict.ts';
import type { Drawing } from '../ink/drawing.ts';
import { createRasterizer } from '../ink/raster.ts';
import type { Network } from '../net/forward.ts';
import type { Weights } from '../net/weights.ts';
import type { Palette } from '../views/parts/color.ts';
import { createNumbers } from '../views/parts/numbers.ts';
import type { Frame, Reading } from './frame.ts';
import type { State, Surroundings, Theme } from './state.ts';
import type { Words } from './words.ts';

/** What the frames are made with; the only thing among them that touches the document is `dress`. */
export interface Workshop {
  readonly weights: Weights;
  readonly network: Network;
  readonly verdictRule: VerdictRule;
  readonly languages: Readonly<Record<string, Words>>;
  /** Puts the theme on the page and tells the colours then in force. */
  dress(theme: Theme, surroundings: Surroundings): Palette;
}

/** State → Frame. Each step is worked out anew only when what it is made from is another object than the last time. */
export function createFrames(workshop: Workshop): (state: State) => Frame {
  const answer = createAnswering(workshop);
  const numbersIn = remember(createNumbers);
  const paletteFor = remember(workshop.dress);
  return (state) => ({
    state,
    ...answer(state.history.present),
    language: state.language,
    words: workshop.languages[state.language],
    numbers: numbersIn(state.language),
    palette: paletteFor(state.theme, state.surroundings),
  });
}

type Answer = Pick<Frame, 'drawing' | 'input' | 'trace' | 'contributions' | 'reading' | 'revision'>;

/** Drawing → 28×28 → trace → contributions and reading. */
function createAnswering({ weights, network, verdictRule }: Workshop): (drawing: Drawing) => Answer {
  const rasterizer = createRasterizer();
  const contributionsOf = createContributions(weights);
  let revision = 0;
  return remember((drawing: Drawing): Answer => {
    revision += 1;
    const input = rasterizer.rasterize(drawing);
    if (input === null) return { drawing, input, trace: null, contributions: null, reading: EMPTY, revision };
    const trace = network.forward(input);
    const contributions = contributionsOf(trace);
    return { drawing, input, trace, contributions, reading: readingOf(trace.probabilities, verdictRule), revision };
  });
}

const EMPTY: Reading = { verdict: 'empty', digit: null, probabilities: null };

/** The most probable digit, of equals the first, and how sure that may be called. */
export function readingOf(probabilities: Float32Array, rule: VerdictRule): Reading {
  const digit = probabilities.indexOf(Math.max(...probabilities));
  return { verdict: verdictOn(probabilities, rule), digit, probabilities };
}

/** `compute`, but not again while its arguments are the very ones of the last time. */
export function remember<Arguments extends readonly unknown[], Result>(
  compute: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let last: { readonly given: Arguments; readonly result: Result } | null = null;
  return (...given) => {
    if (last === null || last.given.some((argument, i) => argument !== given[i]))
      last = { given, result: compute(...given) };
    return last.result;
  };
}
