/** Renders when something changed, once a display frame at most, and asks for no frame when nothing did. */
export interface Loop {
  markDirty(): void;
  /** Renders at once if anything changed: for what cannot wait, such as printing. */
  flush(): void;
}

/** Where the loop gets its display frames from, and the time between them, in ms on the time line of `performance.now()`. */
export interface DisplayClock {
  requestFrame(callback: (time: number) => void): void;
  now(): number;
}

const DISPLAY: DisplayClock = {
  requestFrame: (callback) => window.requestAnimationFrame(callback),
  now: () => performance.now(),
};

/** `render` is handed the time of the frame that it renders. */
export function createLoop(render: (time: number) => void, clock: DisplayClock = DISPLAY): Loop {
  let dirty = false;
  let requested = false;
  const renderIfDirty = (time: number): void => {
    if (!dirty) return;
    dirty = false;
    render(time);
  };
  return {
    markDirty() {
      dirty = true;
      if (requested) return;
      requested = true;
      clock.requestFrame((time) => {
        requested = false;
        renderIfDirty(time);
      });
    },
    flush: () => renderIfDirty(clock.now()),
  };
}
