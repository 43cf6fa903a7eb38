import type { Frame } from '../state/frame.ts';

/**
 * A part of the page. `mountSomething(root, actions)` finds or creates its elements once and adds its listeners;
 * `update` then shows a frame. `update` is called at most once per display frame, and writes only what changed: a part
 * of a frame is a new object if, and only if, it changed.
 */
export interface View {
  /** `time` is the display frame's, in ms, on the timeline of `performance.now()`. */
  update(frame: Frame, time: number): void;
}
