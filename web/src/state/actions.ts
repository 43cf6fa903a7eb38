import type { OptionName, Options } from './options.ts';

/** All that a person can ask of the page. Each changes the State and marks the page dirty; nothing is drawn here. */
export interface Actions {
  clear(): void;
  undo(): void;
  redo(): void;
  /** Chooses an option, and remembers it where it is remembered. */
  choose<Name extends OptionName>(name: Name, value: Options[Name]): void;
  /** Moves the keyboard's pen by so many pad units. */
  movePen(right: number, down: number): void;
  /** Puts the keyboard's pen down, or lifts it. */
  togglePen(): void;
  hidePen(): void;
  /** Another frame although the State is the same: for a view whose size changed. */
  refresh(): void;
}
