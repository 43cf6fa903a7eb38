import stored from '../../examples.json';
import type { Drawing } from '../ink/drawing.ts';
import { fromStrokes } from '../ink/strokes.ts';

/** The drawings of web/examples.json, in their order. */
export const EXAMPLE_NAMES = [
  'hesitantThree',
  'fourOrNine',
  'europeanOne',
  'barredSeven',
  'slashedZero',
  'openEight',
  'threeToEight',
  'spiral',
  'letter',
  'smiley',
  'tinyFive',
  'hugeFive',
] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** How long an example takes to draw itself, in ms, however long a hand took. */
export const EXAMPLE_MS = 1500;

export interface Examples {
  /** Always the same object for a name. */
  drawingOf(name: ExampleName): Drawing;
  /** The example that a drawing is, untouched; null for any other. */
  nameOf(drawing: Drawing): ExampleName | null;
}

/** Each example is made when it is first asked for. */
export function createExamples(): Examples {
  const made = new Map<ExampleName, Drawing>();
  return {
    drawingOf(name) {
      const known = made.get(name);
      if (known) return known;
      const found = stored.find((one) => one.name === name);
      if (!found) throw new Error(`web/examples.json has no drawing "${name}".`);
      const drawing = fromStrokes(found.strokes, { placed: found.placed });
      made.set(name, drawing);
      return drawing;
    },
    nameOf: (drawing) => EXAMPLE_NAMES.find((name) => made.get(name) === drawing) ?? null,
  };
}

/** The speed at which a drawing replays in EXAMPLE_MS. */
export function exampleSpeed({ columns, points }: Drawing): number {
  return columns.t[points - 1] / EXAMPLE_MS;
}
