import kernels from 'virtual:pen-kernels';
import { type Engine, startModule } from '../../module.ts';

/**
 * What the pen's kernels export; values are named by their places in memory, in bytes, and are float32. web/kernels/pen says
 * what each reads and writes.
 */
export interface PenKernels {
  readonly memory: ArrayBuffer;
  add(one: number, other: number, sum: number, width: number, from: number, to: number): void;
  attend(
    queries: number,
    keys: number,
    values: number,
    turned: number,
    scores: number,
    attention: number,
    output: number,
    heads: number,
    context: number,
    from: number,
    to: number,
  ): void;
  multiply(
    weight: number,
    bias: number,
    input: number,
    output: number,
    inputs: number,
    units: number,
    from: number,
    to: number,
  ): void;
  normalize(
    weight: number,
    bias: number,
    epsilon: number,
    input: number,
    output: number,
    width: number,
    from: number,
    to: number,
  ): void;
  rectify(input: number, output: number, width: number, from: number, to: number): void;
  softmaxRows(logits: number, output: number, count: number, from: number, to: number): void;
}

/** The pen's kernels, ready to run; null where they can't. */
export function startPenKernels(engine?: Engine | null): PenKernels | null {
  return startModule<Omit<PenKernels, 'memory'>>(kernels, engine);
}
