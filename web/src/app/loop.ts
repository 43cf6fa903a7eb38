/** Renders when something has changed, at most once per display frame, and requests no frame when nothing has. */
export interface Loop {
  markDirty(): void;
  /** Renders at once if anything has changed: for what cannot wait, such as printing. */
  flush(): void;
}

/** Where the loop gets display frames and the current time, in ms on the timeline of `performance.now()`. */
export interface DisplayClock {
  requestFrame(callback: (time: number) => void): void;
  now(): number;
}

const DISPLAY: DisplayClock = {
  requestFrame: (callback) => window.requestAnimationFrame(callback),
  now: () => performance.now(),
};

/** `render` gets the time of the frame that it renders. */
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
