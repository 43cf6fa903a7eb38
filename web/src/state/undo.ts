/** Past, present and undone values. Values are never changed in place, so an undone future stays as it was. */
export interface UndoHistory<Value> {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
}

/** How many changes can be undone; older ones are dropped, so that a long lesson does not fill the memory. */
export const MOST_CHANGES = 500;

export function beginHistory<Value>(present: Value): UndoHistory<Value> {
  return { past: [], present, future: [] };
}

/** Makes a change that can be undone. What had been undone before it is forgotten. */
export function change<Value>(history: UndoHistory<Value>, present: Value): UndoHistory<Value> {
  return { past: [...history.past, history.present].slice(-MOST_CHANGES), present, future: [] };
}

/** Continues the change in progress, such as with the next point of a stroke: no new step to undo. */
export function amend<Value>(history: UndoHistory<Value>, present: Value): UndoHistory<Value> {
  return { past: history.past, present, future: history.future };
}

/** Returns the same history if there is nothing to undo. */
export function undo<Value>(history: UndoHistory<Value>): UndoHistory<Value> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] };
}

/** Returns the same history if there is nothing to redo. */
export function redo<Value>(history: UndoHistory<Value>): UndoHistory<Value> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future };
}
