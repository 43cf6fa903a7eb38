import type { OptionName, Options } from './options.ts';

/** Everything a user can ask of the page. Each changes the State and marks the page dirty; nothing is drawn here. */
export interface Actions {
  clear(): void;
  undo(): void;
  redo(): void;
  /** Chooses an option, and stores the choice if the option is remembered. */
  choose<Name extends OptionName>(name: Name, value: Options[Name]): void;
  /** Moves the keyboard's pen, in pad units. */
  movePen(right: number, down: number): void;
  /** Puts the keyboard's pen down, or lifts it. */
  togglePen(): void;
  hidePen(): void;
  /** Requests a frame although the State is the same, for a view whose size has changed. */
  refresh(): void;
}
