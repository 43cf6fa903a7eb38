import kernels from 'virtual:kernels';
import { type Engine, startModule } from '../../module.ts';

/** What the kernels export; a pass is named by its place in memory. web/kernels says what each reads and writes. */
export interface Kernels {
  readonly memory: ArrayBuffer;
  forward(pass: number): void;
  update(pass: number): void;
  contribute(pass: number): void;
  backward(pass: number): void;
}

/** The kernels, ready to run; null where they can't. */
export function startKernels(engine?: Engine | null): Kernels | null {
  return startModule<Omit<Kernels, 'memory'>>(kernels, engine);
}
