import kernels from 'virtual:kernels';
import { decodeBase64 } from '../../base64.ts';

/** What the kernels export; a pass is named by its place in memory. web/kernels says what each reads and writes. */
export interface Kernels {
  readonly memory: ArrayBuffer;
  forward(pass: number): void;
  update(pass: number): void;
  contribute(pass: number): void;
  backward(pass: number): void;
}

/** The browser's WebAssembly. */
export type Engine = typeof WebAssembly;

/** What the module exports; its memory is of fixed size, so that the buffer stays the same. */
type Exports = Omit<Kernels, 'memory'> & { readonly memory: { readonly buffer: ArrayBuffer } };

/**
 * The kernels, ready to run; null where the browser has no WebAssembly with vectors, or a policy forbids it.
 * Compiled at once, so that the first answer waits for nothing: in Chrome before 114 this needs a module of at most
 * 4096 bytes.
 */
export function startKernels(engine: Engine | null = globalThis.WebAssembly ?? null): Kernels | null {
  try {
    if (engine === null) return null;
    const { exports } = new engine.Instance(new engine.Module(decodeBase64(kernels)));
    const { memory, ...functions } = exports as unknown as Exports;
    return { memory: memory.buffer, ...functions };
  } catch {
    return null;
  }
}
