import type { State } from '../state/state.ts';

/** The one place where the State is kept. */
export interface Store {
  readonly state: State;
  /** Replaces the State; `changed` is called unless it stayed the same object. */
  change(update: (state: State) => State): void;
}

export function createStore(initial: State, changed: (state: State, before: State) => void): Store {
  let current = initial;
  return {
    get state() {
      return current;
    },
    change(update) {
      const before = current;
      current = update(before);
      if (current !== before) changed(current, before);
    },
  };
}
