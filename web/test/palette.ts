import type { Palette } from '../src/look/color.ts';

/** Colours that can be told apart by their numbers. */
export const PALETTE: Palette = {
  paper: [250, 250, 250],
  ink: [10, 20, 30],
  muted: [100, 100, 100],
  hairline: [200, 200, 200],
  for: [200, 50, 0],
  against: [0, 50, 200],
  heatLow: [240, 240, 240],
  heatMiddle: [240, 210, 150],
  heatHigh: [240, 180, 60],
};
