import type { Surroundings } from '../state/state.ts';

/** Follows the system's light or dark mode, forced colours and printing. Returns them as they are; `changed` gets changes. */
export function watchSurroundings(changed: (surroundings: Surroundings) => void): Surroundings {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const forcedColors = window.matchMedia('(forced-colors: active)');
  const print = window.matchMedia('print');
  const look = (printing = print.matches): Surroundings => ({
    dark: dark.matches,
    forcedColors: forcedColors.matches,
    printing,
  });
  for (const query of [dark, forcedColors, print]) query.addEventListener('change', () => changed(look()));
  window.addEventListener('beforeprint', () => changed(look(true)));
  window.addEventListener('afterprint', () => changed(look(false)));
  return look();
}
