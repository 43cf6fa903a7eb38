import { type Options, storedOptions, storing } from '../state/options.ts';

const KEY = 'inkspect';

/** A page from a file or in a private window may be refused storage; then nothing is remembered, but all else works. */
export function recallOptions(): Partial<Options> {
  return storedOptions(stored());
}

export function rememberOptions(chosen: Partial<Options>): void {
  try {
    window.localStorage.setItem(KEY, storing(stored(), chosen));
  } catch {
    return;
  }
}

function stored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
