import { decodeBase64 } from './base64.ts';

/** The browser's WebAssembly. */
export type Engine = typeof WebAssembly;

/** What a module exports: functions, and a memory of fixed size, so that its buffer stays the same. */
type Exports<Functions> = Functions & { readonly memory: { readonly buffer: ArrayBuffer } };

/**
 * A module's functions and memory, ready to run; null where the browser has no WebAssembly with vectors, or a policy
 * forbids it. Compiled at once, so that the first answer waits for nothing: in Chrome before 114 this needs a module of at
 * most 4096 bytes.
 * @param base64 the module's bytes
 */
export function startModule<Functions>(
  base64: string,
  engine: Engine | null = globalThis.WebAssembly ?? null,
): (Functions & { readonly memory: ArrayBuffer }) | null {
  try {
    if (engine === null) return null;
    const { exports } = new engine.Instance(new engine.Module(decodeBase64(base64)));
    const { memory, ...functions } = exports as unknown as Exports<Functions>;
    return { ...(functions as Functions), memory: memory.buffer };
  } catch {
    return null;
  }
}
