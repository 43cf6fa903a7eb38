import type { Frame } from '../app/frame.ts';

/**
 * How every part of the page is made: `mountSomething(root, actions)` finds or makes its elements once and adds its listeners;
 * `update` then shows a frame. `update` is called once a display frame at most, and writes only what changed:
 * compare `frame.revision` for what the network says, `frame.palette`, `frame.words` and `frame.state` by identity.
 */
export interface View {
  update(frame: Frame): void;
}
