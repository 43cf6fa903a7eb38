import type { Reading } from '../explain/reading.ts';
import type { VerdictRule } from '../explain/verdict.ts';
import { type InkSteps, rasterizeWith } from '../ink/steps.ts';
import { inkOfShare } from '../look/color.ts';
import { readApart } from './apart.ts';
import type { Frame } from './frame.ts';
import type { Options } from './options.ts';

/** What the network sees and reads with some steps of the ink rule left out. */
export interface Lab {
  /** 28×28, 0…1. */
  readonly input: Float32Array;
  readonly reading: Reading;
  /** How many cells look different from the input with all steps. */
  readonly changedCells: number;
}

export function stepsOf({ stepFit, stepMass, stepPen }: Options): InkSteps {
  return { fit: stepFit, mass: stepMass, pen: stepPen };
}

/** The same drawing and network as the frame's, with the steps that its State leaves out; null while nothing is drawn. */
export function labOf(
  { drawing, input, network, reading, state }: Pick<Frame, 'drawing' | 'input' | 'network' | 'reading' | 'state'>,
  rule: VerdictRule,
): Lab | null {
  const steps = stepsOf(state);
  if (input === null || (steps.fit && steps.mass && steps.pen)) return input && { input, reading, changedCells: 0 };
  const other = rasterizeWith(drawing, steps);
  return other && { input: other, reading: readApart(other, network, rule), changedCells: countChanged(input, other) };
}

function countChanged(before: Float32Array, now: Float32Array): number {
  let changed = 0;
  for (let i = 0; i < now.length; i++) if (inkOfShare(before[i]) !== inkOfShare(now[i])) changed++;
  return changed;
}
