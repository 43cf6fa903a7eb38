/** The printed diagram's size in CSS px, which fits a sheet whatever the screen, and a pixel ratio for printers. */
export const PRINT = { width: 640, height: 440, ratio: 3 };
/** The size of its small text, in px. */
export const PRINT_TEXT = 12;
