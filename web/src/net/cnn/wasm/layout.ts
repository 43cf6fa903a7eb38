/**
 * Where everything lies in the kernels' memory, in bytes. web/kernels.mjs gives the kernels the very same numbers when
 * it compiles them. Values are float32 where nothing else is said.
 */

import { architecture, INPUT_LENGTH } from '../architecture.ts';

const { conv1, conv2, fc1, fc2, fc1GroupUnits } = architecture;
const VECTOR = 16;
const pooled1 = conv1.channels * conv1.pooledHeight * conv1.pooledWidth;
const pooled2 = conv2.channels * conv2.pooledHeight * conv2.pooledWidth;
const groups = fc1.units / fc1GroupUnits;
const targets = conv1.channels + conv2.channels + groups + fc2.units;
const links = conv1.channels + conv2.channels * conv1.channels + groups * conv2.channels + fc2.units * groups;

/** The outputs, filled up to whole vectors. */
export const DIGITS = 4 * Math.ceil(fc2.units / 4);

/**
 * What backward passes and contributions write; links, biases and sums are float64, their targets one after the other.
 */
export const RESULTS = placed(VECTOR, {
  /** By the logits: where a backward pass begins. */
  logitsGradient: 4 * DIGITS,
  /** By the pre-activations of the units. */
  fc1Gradient: 4 * fc1.units,
  biases: 8 * targets,
  sums: 8 * targets,
  links: 8 * links,
  /** By the pooled maps, [channel][row][column]. */
  conv2Gradient: 4 * pooled2,
  /** By the pooled maps, [row][column][channel]. */
  conv1Gradient: 4 * pooled1,
  /** By the input; three more values are written with 0. */
  inputGradient: 4 * INPUT_LENGTH + 12,
  /** The picture that a pass is brought up to date with. */
  next: 4 * INPUT_LENGTH,
});

/** The parameters, once more in other orders: each time what a kernel reads one after the other. */
export const PARAMETERS = placed(RESULTS.end, {
  conv1Bias: 4 * conv1.channels,
  conv2Bias: 4 * conv2.channels,
  fc1Bias: 4 * fc1.units,
  fc2Bias: 4 * DIGITS,
  /** [tap][output] */
  conv1Weight: 4 * conv1.channels * conv1.kernel ** 2,
  /** [output][tap]; three more values are read. */
  conv1Rows: 4 * conv1.channels * conv1.kernel ** 2 + 12,
  /** [eight outputs][tap][source][output] */
  conv2Weight: 4 * conv2.channels * conv2.kernel ** 2 * conv1.channels,
  /** [output][tap][source] */
  conv2Sources: 4 * conv2.channels * conv2.kernel ** 2 * conv1.channels,
  /** [unit][output] */
  fc2Weight: 4 * fc2.inputs * DIGITS,
  /** [input][unit] */
  fc1Weight: 4 * fc1.inputs * fc1.units,
});

/** All that one pass computes, from the pass's own beginning. */
export const PASS = placed(0, {
  input: 4 * INPUT_LENGTH,
  logits: 4 * DIGITS,
  probabilities: 4 * DIGITS,
  fc1Preactivations: 4 * fc1.units,
  fc1Activations: 4 * fc1.units,
  /** What each map adds to each unit: [channel][unit]. */
  fc1Parts: 4 * conv2.channels * fc1.units,
  /** int8 */
  conv1Winners: pooled1,
  /** int8 */
  conv2Winners: pooled2,
  conv2Pooled: 4 * pooled2,
  /** The pooled maps once more, as the next convolution would read them: [row][column][channel]. */
  conv2Last: 4 * pooled2,
  conv1Pooled: 4 * pooled1,
  conv1Last: 4 * pooled1,
  conv2Preactivations: 4 * conv2.channels * conv2.height * conv2.width,
  conv2Activations: 4 * conv2.channels * conv2.height * conv2.width,
  conv1Preactivations: 4 * conv1.channels * conv1.height * conv1.width,
  conv1Activations: 4 * conv1.channels * conv1.height * conv1.width,
});

/** The pass that the page shows, and the one that batches are run in. */
export const SHOWN = PARAMETERS.end;
export const BATCH = SHOWN + PASS.end;

/** Puts one after the other, each at a whole vector; `end` is where the next may begin. */
function placed<Name extends string>(
  start: number,
  bytes: Readonly<Record<Name, number>>,
): Readonly<Record<Name | 'end', number>> {
  let end = start;
  const places: [string, number][] = Object.entries<number>(bytes).map(([name, size]) => {
    const place = end;
    end += VECTOR * Math.ceil(size / VECTOR);
    return [name, place];
  });
  return Object.fromEntries([...places, ['end', end]]) as Record<Name | 'end', number>;
}
