/** Shared by the tests of what is sent: drawings with their timing, the largest there can be, and why something is refused. */

import fc from 'fast-check';
import { type Drawing, MAX_POINTS, PAD_SIDE } from '../../src/ink/drawing.ts';
import { Refused } from '../../src/send/refusal.ts';
import { drawingOf, randomNumbers } from '../support.ts';

const place = fc.integer({ min: 0, max: PAD_SIDE });
/** Between two points, in ms: even, uneven, none at all, and years. */
const pause = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(0, 10, 10, 16, 17) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 ** 40 }) },
);

export const anyDrawing: fc.Arbitrary<Drawing> = fc
  .array(fc.array(fc.tuple(place, place, pause), { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 })
  .map((strokes) => {
    // The first point is at 0, as in every drawing.
    let t = -strokes[0][0][2];
    return drawingOf(
      strokes.map((stroke) =>
        stroke.map(([x, y, wait]) => {
          t += wait;
          return [x, y, t];
        }),
      ),
    );
  });

/** As many points as the pad holds, anywhere, at any time: the worst that can be sent. */
export function largestDrawing(): Drawing {
  const random = randomNumbers(7);
  let t = 0;
  const points = Array.from({ length: MAX_POINTS }, (_, i) => {
    t += i > 0 ? Math.floor(random() * 2 ** 37) : 0;
    return [Math.round(random() * PAD_SIDE), Math.round(random() * PAD_SIDE), t];
  });
  return drawingOf([points.slice(0, 1), points.slice(1)]);
}

/** Why something is refused; `read` if it is not. Any other error is passed on. */
export async function reasonOf(read: () => unknown): Promise<string> {
  try {
    await read();
  } catch (problem) {
    if (problem instanceof Refused) return problem.reason;
    throw problem;
  }
  return 'read';
}

export const SEVEN = drawingOf([
  [
    [1000, 1000, 0],
    [3000, 1000, 120],
    [1800, 3200, 410],
  ],
]);
