import type { Part } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';

/** A way to show parts in the inspector. */
export interface Section {
  accepts(part: Part): boolean;
  /** Fills `root` and returns what shows a part of a frame in it; called once, when first needed. */
  mount(root: HTMLElement): (frame: Frame, part: Part) => void;
}
