/** Renders when something changed, once a display frame at most, and asks for no frame when nothing did. */
export interface Loop {
  markDirty(): void;
  /** Renders at once if anything changed: for what cannot wait, such as printing. */
  flush(): void;
}

export function createLoop(
  render: () => void,
  requestFrame: (callback: () => void) => number = (callback) => window.requestAnimationFrame(callback),
): Loop {
  let dirty = false;
  let requested = false;
  const flush = (): void => {
    if (!dirty) return;
    dirty = false;
    render();
  };
  return {
    markDirty() {
      dirty = true;
      if (requested) return;
      requested = true;
      requestFrame(() => {
        requested = false;
        flush();
      });
    },
    flush,
  };
}
