import type { CellLayer, TargetName } from '../../explain/topology.ts';
import { isOneColor, type Palette } from '../../look/color.ts';

/**
 * The diagram's scale. It is the same for every drawing and every network, so that nothing flickers while drawing and
 * any two pictures can be compared:
 *
 *     strength = c / (|c| + half), from −1 to 1, for a contribution c
 *
 * It keeps the sign, grows with c without ever saturating, and reaches one half at |c| = `half`. That is chosen by stage
 * so that the strongest link in a hundred reaches the twelfth or thirteenth of the STRENGTH_LEVELS equal steps of |strength| in
 * which links are drawn: strong links look alike strong in every stage. half / 15 is a short decimal, so the legend's
 * numbers (half / 15, half / 3, half, 3 half) are round. The lowest step is not drawn, so weak links fade to nothing.
 * The last stage has one scale, against the average digit and as computed.
 */
export const HALF_STRENGTH: Readonly<Record<TargetName, number>> = {
  conv1: 21,
  conv2: 1.8,
  fc1: 0.3,
  output: 1.05,
};

/** The activation that gives a cell half its full ink, on the same curve: a / (a + half). The input is 0…1 already. */
export const HALF_INK: Readonly<Record<Exclude<CellLayer, 'input'>, number>> = { conv1: 0.6, conv2: 0.6, fc1: 3 };

export const STRENGTH_LEVELS = 16;

/** The share of its hue that a link keeps off the trace. */
export const FAINT = 0.15;

export function strengthOf(contribution: number, half: number): number {
  return contribution / (Math.abs(contribution) + half);
}

/** The contribution that has this strength. */
export function contributionAt(strength: number, half: number): number {
  return (strength * half) / (1 - Math.abs(strength));
}

/** The step in which a link is drawn, with its contribution's sign: −15…15; 0 is not drawn. */
export function levelOf(contribution: number, half: number): number {
  const level = Math.min(STRENGTH_LEVELS - 1, Math.floor(Math.abs(strengthOf(contribution, half)) * STRENGTH_LEVELS));
  return contribution < 0 && level > 0 ? -level : level;
}

/** The look of a level's line: its width in px at the diagram's usual size, and how much of the hue it shows. */
export interface LineStyle {
  readonly width: number;
  /** The hue's share in the line's colour; the rest is the paper's. */
  readonly hue: number;
}

/**
 * Both grow with the level's strength, taken at the middle of its step, so that ink (width × hue) is mostly on the strongest
 * links: `python -m benchmarks.story` measures how much of it reaches the answer.
 */
export function lineStyleOf(level: number): LineStyle {
  const strength = (Math.abs(level) + 0.5) / STRENGTH_LEVELS;
  return { width: 0.5 + 4.5 * strength * strength, hue: Math.min(1, 0.05 + 1.4 * strength ** 1.75) };
}

/** A line's dashes, in px. If forced colours make for and against the same, dashes mark what speaks against. */
export function dashesOf(level: number, palette: Pick<Palette, 'for' | 'against'>): number[] {
  return isOneColor(palette) && level < 0 ? [3, 2] : [];
}

/** A cell's ink, 0…255, for a non-negative activation. */
export function inkOf(activation: number, half: number): number {
  return Math.round((255 * activation) / (activation + half));
}
