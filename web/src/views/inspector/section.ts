import type { Part } from '../../explain/unit.ts';
import type { Actions } from '../../state/actions.ts';
import type { Frame } from '../../state/frame.ts';

export type SectionActions = Pick<Actions, 'point' | 'pin'>;

/** A way to show parts in the inspector. */
export interface Section {
  accepts(part: Part): boolean;
  /** Fills `root` and returns what shows a part of a frame in it; called once, when first needed. */
  mount(root: HTMLElement, actions: SectionActions): (frame: Frame, part: Part) => void;
}
