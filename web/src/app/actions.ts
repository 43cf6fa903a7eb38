import type { Maps, Theme } from './state.ts';

/** All that a person can ask of the page. Each changes the State and marks the page dirty; nothing is drawn here. */
export interface Actions {
  clear(): void;
  undo(): void;
  redo(): void;
  swap(): void;
  useLanguage(language: string): void;
  useTheme(theme: Theme): void;
  useProjector(on: boolean): void;
  /** Shows the convolutions' maps after pooling, or as convolved. */
  showMaps(maps: Maps): void;
  /** Moves the keyboard's pen by so many pad units. */
  movePen(right: number, down: number): void;
  /** Puts the keyboard's pen down, or lifts it. */
  togglePen(): void;
  hidePen(): void;
  /** Another frame although the State is the same: for a view whose size changed. */
  refresh(): void;
}
