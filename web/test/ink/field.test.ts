import { describe, expect, it } from 'vitest';
import { createField, placeInk } from '../../src/ink/field.ts';
import type { Grid, Placement } from '../../src/ink/grid.ts';
import { createPieces } from '../../src/ink/pieces.ts';
import { atMoment, drawingOf, randomNumbers } from '../support.ts';

const GRID: Grid = { rows: 28, columns: 28, reach: 1.65, full: 0.65 };
const CELL = 200;

function placementAt(atX: number, atY: number): Placement {
  return { cell: CELL, x: 2048, y: 2048, atX, atY };
}

function scribble(points: number, seed: number, step: number): number[][] {
  const random = randomNumbers(seed);
  let [x, y, angle] = [2048, 2048, 0];
  return Array.from({ length: points }, () => {
    angle += 2 * (random() - 0.5);
    x = Math.min(4000, Math.max(100, x + step * Math.cos(angle)));
    y = Math.min(4000, Math.max(100, y + step * Math.sin(angle)));
    if (x <= 100 || x >= 4000 || y <= 100 || y >= 4000) angle += 2;
    return [Math.round(x), Math.round(y)];
  });
}

/** What a cell shows of a distance: nothing beyond `reach`, no difference within `full`. */
function shown(squaredDistances: Float64Array): number[] {
  return Array.from(squaredDistances, (squared) => {
    const cells = Math.sqrt(squared) / CELL;
    return Math.min(GRID.reach, Math.max(GRID.full, cells));
  });
}

describe('a field', () => {
  it.each([
    ['dense', 30],
    ['usual', 120],
    ['long', 900],
  ])(
    'that is placed anew in small steps, however far they lead, is as one placed there at once: %s points',
    (_, step) => {
      for (const seed of [1, 2, 3]) {
        const drawing = drawingOf([scribble(400, seed, step), scribble(200, seed + 10, step)]);
        const { pieces, follow } = createPieces();
        const field = createField(GRID);
        follow(atMoment(drawing, 300), false, CELL);
        placeInk(field, atMoment(drawing, 300), pieces, placementAt(14, 14), false, 0);
        for (let n = 1; n <= 300; n++) {
          const moment = atMoment(drawing, 300 + n);
          const placement = placementAt(14 + 0.005 * n, 14 - 0.002 * n);
          placeInk(field, moment, pieces, placement, true, follow(moment, true, CELL));
          if (n % 5 > 0) continue;
          const alone = createPieces();
          alone.follow(moment, false, CELL);
          const fresh = createField(GRID);
          placeInk(fresh, moment, alone.pieces, placement, false, 0);
          expect(shown(field.squaredDistances), `seed ${seed}, step ${n}`).toEqual(shown(fresh.squaredDistances));
        }
      }
    },
  );
});
