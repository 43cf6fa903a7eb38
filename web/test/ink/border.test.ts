import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossings, cutToPad } from '../../src/ink/border.ts';
import { type Inking, lift, move, type PenSample, press } from '../../src/ink/capture.ts';
import { beginStroke, emptyDrawing, MAX_POINTS } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { anyStrokes, toStrokes } from '../support.ts';

const point = (x: number, y: number, t = 0) => ({ x, y, t });
const NOTHING: Inking = { drawing: emptyDrawing(), pressed: null };

/** A pad of 512 CSS px: 8 pad units a px, so 3 px are 24 units. */
function at(x: number, y: number, time: number): PenSample {
  return { pointerId: 1, x, y, time, unitsPerPixel: 8 };
}

/** What a pointer draws on an empty pad when it presses, moves and lifts at these places, 10 ms apart. */
function drawn(...places: [x: number, y: number][]): number[][][] {
  const [first, ...rest] = places.map(([x, y], i) => at(x, y, 10 * i));
  const last = rest.pop() ?? first;
  return toStrokes(lift(rest.reduce(move, press(NOTHING, first)), last).drawing);
}

describe('the crossings of a segment', () => {
  it('lie on the border, interpolated in place and time', () => {
    expect(crossings(point(4000, 1000, 100), point(4288, 2000, 130))).toEqual([point(4096, 1333, 110)]);
    expect(crossings(point(-1000, 3000, 0), point(1000, 1000, 80))).toEqual([point(0, 2000, 40)]);
    expect(crossings(point(-1024, 1024, 0), point(5120, 4096, 600))).toEqual([
      point(0, 1536, 100),
      point(4096, 3584, 500),
    ]);
  });

  it('are none if it stays inside, stays outside, starts or ends at the border, or touches a corner', () => {
    expect(crossings(point(0, 0), point(4096, 4096))).toEqual([]);
    expect(crossings(point(-5, 100), point(-5, 4000))).toEqual([]);
    expect(crossings(point(-500, 300), point(300, -500))).toEqual([]);
    expect(crossings(point(4096, 100), point(5000, 100))).toEqual([]);
    expect(crossings(point(5000, 100), point(4096, 100))).toEqual([]);
    expect(crossings(point(-100, 100), point(100, -100))).toEqual([]);
  });

  it('exist along the border, which belongs to the pad', () => {
    expect(crossings(point(-100, 4096, 0), point(5000, 4096, 51))).toEqual([
      point(0, 4096, 1),
      point(4096, 4096, 51 * (4196 / 5100)),
    ]);
  });
});

describe('cutting', () => {
  const coordinate = fc.oneof(fc.integer({ min: -9000, max: 13_000 }), fc.constantFrom(-1, 0, 1, 4095, 4096, 4097));
  const anyPoint = fc.record({ x: coordinate, y: coordinate, t: fc.integer({ min: 0, max: 5000 }) });
  const strokes = fc.array(fc.array(anyPoint, { maxLength: 12 }), { maxLength: 4 });

  it('leaves nothing outside the pad', () => {
    fc.assert(
      fc.property(strokes, (given) => {
        for (const { x, y, t } of cutToPad(given).flat()) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(x, y)).toBeLessThanOrEqual(4096);
          expect([x, y, t].every(Number.isInteger)).toBe(true);
        }
      }),
    );
  });

  it('does not change what lies inside', () => {
    fc.assert(
      fc.property(anyStrokes, (inside) => {
        const given = inside.map((stroke) => stroke.map(([x, y], i) => point(x, y, i)));
        expect(cutToPad(given)).toEqual(given);
      }),
    );
  });

  it('twice is the same as once', () => {
    fc.assert(
      fc.property(strokes, (given) => {
        const once = cutToPad(given);
        expect(cutToPad(once)).toEqual(once);
      }),
    );
  });
});

describe('a pointer that leaves the pad', () => {
  it('draws up to the border, and on from the border where it comes back', () => {
    expect(drawn([4000, 1000], [4192, 1000], [4192, 2000], [4000, 2000], [3000, 2000])).toEqual([
      [
        [4000, 1000, 0],
        [4096, 1000, 5],
      ],
      [
        [4096, 2000, 25],
        [4000, 2000, 30],
        [3000, 2000, 40],
      ],
    ]);
  });

  it('crosses the border on the way from its last place, whether kept or not', () => {
    // The third place is too close to the second to be kept.
    expect(drawn([3900, 1000], [4080, 1000], [4092, 1004], [4112, 2004], [4112, 2004])).toEqual([
      [
        [3900, 1000, 0],
        [4080, 1000, 10],
        [4096, 1204, 22],
      ],
    ]);
  });

  it('keeps each crossing, however close to the last point', () => {
    expect(drawn([4000, 1000], [4090, 1000], [4102, 1000], [4090, 1000], [4102, 1000], [4102, 1000])).toEqual([
      [
        [4000, 1000, 0],
        [4090, 1000, 10],
        [4096, 1000, 15],
      ],
      // Back for a moment: a place 6 units inside is too close to be kept, but the crossings are kept.
      [
        [4096, 1000, 25],
        [4096, 1000, 35],
      ],
    ]);
  });

  it('adds nothing when lifted outside, and its last place when lifted inside', () => {
    expect(drawn([4000, 1000], [5000, 1000])).toEqual([[[4000, 1000, 0]]]);
    expect(drawn([4000, 1000], [4192, 1000], [4192, 3000])).toEqual(drawn([4000, 1000], [4192, 1000], [4192, 1000]));
    expect(drawn([4000, 1000], [4192, 1000], [4092, 1000])[1]).toEqual([
      [4096, 1000, 20],
      [4092, 1000, 20],
    ]);
  });

  it('draws the part inside when it jumps across the pad', () => {
    expect(drawn([100, 100], [-1024, 100], [-1024, 1024], [5120, 4096], [5120, 4096])).toEqual([
      [
        [100, 100, 0],
        [0, 100, 1],
      ],
      [
        [0, 1536, 22],
        [4096, 3584, 28],
      ],
    ]);
  });

  it('that presses outside, as a script can, begins where it comes in, as does time', () => {
    expect(drawn([-192, 500], [-64, 500], [192, 500], [400, 500])).toEqual([
      [
        [0, 500, 0],
        [192, 500, 8],
        [400, 500, 18],
      ],
    ]);
    expect(drawn([-192, 500], [-192, 500])).toEqual([]);
  });

  it('and stays within 3 px of where it came down still draws a dot', () => {
    expect(drawn([4090, 500], [4100, 500], [4100, 500])).toEqual([[[4090, 500, 0]]]);
  });

  it('by a hair is still on it: places are rounded first', () => {
    expect(drawn([4000, 4096.4], [4096.4, 4096.4], [-0.4, 4096.4])).toEqual([
      [
        [4000, 4096, 0],
        [4096, 4096, 10],
        [0, 4096, 20],
      ],
    ]);
  });

  it('keeps no crossing on a full pad', () => {
    let drawing = emptyDrawing();
    while (drawing.points < MAX_POINTS - 1) drawing = beginStroke(drawing, point(9, 9));
    const there = [at(5000, 5, 10), at(5000, 900, 20), at(3000, 900, 30)];
    const { drawing: full } = there.reduce(move, press({ drawing, pressed: null }, at(4000, 5, 0)));
    expect(full.points).toBe(MAX_POINTS);
    expect(full.columns.x[MAX_POINTS - 1]).toBe(4000);
  });

  it('does not change the drawing while it stays outside', () => {
    const outside = move(press(NOTHING, at(4000, 5, 0)), at(5000, 5, 10));
    expect(move(outside, at(5100, 5, 20)).drawing).toBe(outside.drawing);
  });

  it('draws the same as strokes placed at the same points, if none is too close to be kept', () => {
    const far = fc.integer({ min: -90, max: 190 }).map((step) => 37 * step);
    const path = fc.uniqueArray(fc.tuple(far, far), { minLength: 2, maxLength: 12, selector: String });
    fc.assert(
      fc.property(path, (places) => {
        const all: [number, number][] = [[2000, 2001], ...places, [2001, 2000]];
        const timed = all.map(([x, y], i) => [x, y, 10 * i]);
        const near = all.some(([x, y], i) => i > 0 && Math.hypot(x - all[i - 1][0], y - all[i - 1][1]) < 40);
        fc.pre(!near);
        const byPointer = drawn(...all);
        const given = toStrokes(fromStrokes([timed], { placed: true }));
        const kept = (strokes: number[][][]) => strokes.map((stroke) => stroke.map(([x, y]) => [x, y]));
        expect(kept(byPointer)).toEqual(kept(given));
      }),
    );
  });
});
