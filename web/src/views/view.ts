import type { Frame } from '../state/frame.ts';

/**
 * How every part of the page is made: `mountSomething(root, actions)` finds or makes its elements once and adds its listeners;
 * `update` then shows a frame. `update` is called once a display frame at most, and writes only what changed:
 * each part of a frame is another object if it changed, and only then.
 */
export interface View {
  /** `time` is the display frame's, in ms, on the time line of `performance.now()`. */
  update(frame: Frame, time: number): void;
}
