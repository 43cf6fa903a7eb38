import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cancel, type Inking, KEPT_DISTANCE, lift, move, type PenSample, press } from '../../src/ink/capture.ts';
import { appendPoint, beginStroke, emptyDrawing, MAX_POINTS } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { toStrokes } from '../support.ts';

/** A pad of 512 CSS px: 8 pad units a px, so 3 px are 24 units. */
const UNITS_PER_PIXEL = 8;
const NOTHING: Inking = { drawing: emptyDrawing(), pressed: null };

function at(x: number, y: number, time: number, more: Partial<PenSample> = {}): PenSample {
  return { pointerId: 1, x, y, time, unitsPerPixel: UNITS_PER_PIXEL, ...more };
}

/** What the samples draw on an empty pad: the first presses, the last lifts, the others move. */
function drawn(first: PenSample, ...rest: PenSample[]): number[][][] {
  const last = rest.at(-1) ?? first;
  return toStrokes(lift(rest.slice(0, -1).reduce(move, press(NOTHING, first)), last).drawing);
}

describe('a press', () => {
  it('that stays within 3 px is a dot, where and when it came down', () => {
    expect(drawn(at(100, 100, 1000), at(123.9, 100, 1010), at(100, 80, 1020), at(110, 90, 1030))).toEqual([
      [[100, 100, 0]],
    ]);
  });

  it('becomes a line when the pointer is exactly 3 px away', () => {
    expect(drawn(at(100, 100, 0), at(124, 100, 10), at(124, 100, 30))).toEqual([
      [
        [100, 100, 0],
        [124, 100, 10],
        [124, 100, 30],
      ],
    ]);
  });

  it('becomes a line 3 px away wherever the pad lies: a fractional position must not make that less', () => {
    const units = (clientX: number, left: number) => ((clientX - left) / 512) * 4096;
    const lefts = Array.from({ length: 100 }, (_, i) => i / 100);
    const short = lefts.filter((left) => units(129, left) - units(126, left) < 24);
    expect(short.length, 'positions at which 3 px come out as less').toBeGreaterThan(0);
    for (const left of lefts) {
      const [from, to] = [units(126, left), units(129, left)];
      expect(drawn(at(from, 100, 0), at(to, 100, 10), at(to, 100, 20))[0], `a pad at ${left} px`).toHaveLength(3);
    }
  });

  it('measures its 3 px between the pointer’s exact places, not the rounded points', () => {
    expect(drawn(at(100.4, 100, 0), at(123.6, 100, 10), at(123.6, 100, 20))).toEqual([[[100, 100, 0]]]);
  });

  it('that got 3 px away stays a line when the pointer comes back', () => {
    expect(drawn(at(100, 100, 0), at(130, 100, 10), at(104, 100, 20), at(101, 100, 30))).toEqual([
      [
        [100, 100, 0],
        [130, 100, 10],
        [104, 100, 20],
        [101, 100, 30],
      ],
    ]);
  });

  it('on a large pad keeps no point closer than 16 units, even if 3 px away', () => {
    const large = { unitsPerPixel: 2 };
    expect(
      drawn(
        at(0, 0, 0, large),
        at(8, 0, 10, large),
        at(15.4, 0, 20, large),
        at(15.5, 0, 30, large),
        at(16, 0, 40, large),
      ),
    ).toEqual([
      [
        [0, 0, 0],
        [16, 0, 30],
        [16, 0, 40],
      ],
    ]);
  });

  it('lifted 3 px away without a move in between is a line', () => {
    expect(drawn(at(100, 100, 0), at(500, 100, 40))).toEqual([
      [
        [100, 100, 0],
        [500, 100, 40],
      ],
    ]);
  });
});

describe('a line', () => {
  it('keeps points at least 16 units from the last kept one, and its last place at the time of lifting', () => {
    expect(
      drawn(at(0, 0, 5), at(30, 0, 15), at(45, 0, 25), at(45.5, 0, 35), at(57, 11, 45), at(58, 11, 55), at(58, 11, 90)),
    ).toEqual([
      [
        [0, 0, 0],
        [30, 0, 10],
        [46, 0, 30],
        [58, 11, 50],
        [58, 11, 85],
      ],
    ]);
  });

  it('rounds places to pad units and times to milliseconds since the first point', () => {
    expect(drawn(at(10.5, 20.49, 1000.4), at(99.5, 20.51, 1010.8), at(200, 0, 1020.95))).toEqual([
      [
        [11, 20, 0],
        [100, 21, 10],
        [200, 0, 21],
      ],
    ]);
  });

  it('never runs backwards in time', () => {
    expect(drawn(at(0, 0, 100), at(50, 0, 120), at(100, 0, 90), at(100, 0, 110))[0].map(([, , t]) => t)).toEqual([
      0, 20, 20, 20,
    ]);
  });

  it('ends with the points it has when its pointer is lost', () => {
    const drawing = [at(50, 0, 10), at(60, 0, 20)].reduce(move, press(NOTHING, at(0, 0, 0)));
    const ended = cancel(drawing, 1);
    expect(ended.pressed).toBeNull();
    expect(ended.drawing).toBe(drawing.drawing);
    expect(move(ended, at(200, 0, 30))).toBe(ended);
  });

  it('is followed while the pad changes size: each sample is measured by the pad at that moment', () => {
    const rotated = { unitsPerPixel: 20 };
    expect(drawn(at(0, 0, 0), at(50, 0, 10), at(90, 0, 20, rotated), at(130, 0, 30, rotated))[0]).toHaveLength(4);
  });
});

describe('pointers', () => {
  it('other than the drawing one change nothing', () => {
    const one = move(press(NOTHING, at(0, 0, 0)), at(50, 0, 10));
    const second = { pointerId: 2 };
    expect(press(one, at(1000, 1000, 15, second))).toBe(one);
    expect(move(one, at(1100, 1000, 20, second))).toBe(one);
    expect(lift(one, at(1100, 1000, 25, second))).toBe(one);
    expect(cancel(one, 2)).toBe(one);
  });

  it('draw one after another', () => {
    const first = lift(press(NOTHING, at(0, 0, 0)), at(50, 0, 10));
    const second = lift(press(first, at(100, 100, 500, { pointerId: 2 })), at(200, 100, 520, { pointerId: 2 }));
    expect(toStrokes(second.drawing)).toEqual([
      [
        [0, 0, 0],
        [50, 0, 10],
      ],
      [
        [100, 100, 500],
        [200, 100, 520],
      ],
    ]);
  });

  it('that press again without having lifted begin another stroke', () => {
    const first = move(press(NOTHING, at(0, 0, 0)), at(50, 0, 10));
    expect(toStrokes(press(first, at(300, 300, 30)).drawing)).toEqual([
      [
        [0, 0, 0],
        [50, 0, 10],
      ],
      [[300, 300, 30]],
    ]);
  });

  it('that do not press change nothing', () => {
    expect(move(NOTHING, at(100, 100, 0))).toBe(NOTHING);
    expect(lift(NOTHING, at(100, 100, 0))).toBe(NOTHING);
    expect(cancel(NOTHING, 1)).toBe(NOTHING);
  });

  it.each(['x', 'y', 'unitsPerPixel', 'time'] as const)('whose %s is not a finite number change nothing', (field) => {
    expect(press(NOTHING, at(1, 1, 0, { [field]: Number.NaN }))).toBe(NOTHING);
    const one = press(NOTHING, at(0, 0, 0));
    expect(move(one, at(500, 500, 10, { [field]: Number.POSITIVE_INFINITY }))).toBe(one);
  });

  it('without a place, because the pad has no size, change nothing', () => {
    const lost = at(Number.NaN, Number.NaN, 0, { unitsPerPixel: Number.POSITIVE_INFINITY });
    expect(press(NOTHING, lost)).toBe(NOTHING);
    const one = press(NOTHING, at(0, 0, 0));
    expect(move(one, lost)).toBe(one);
    expect(lift(one, lost)).toEqual({ drawing: one.drawing, pressed: null });
  });
});

describe('time', () => {
  it('starts over on an empty pad', () => {
    const first = lift(press(NOTHING, at(0, 0, 1000)), at(0, 0, 1010));
    const cleared = { drawing: emptyDrawing(), pressed: null };
    expect(toStrokes(press(cleared, at(5, 5, 9000)).drawing)).toEqual([[[5, 5, 0]]]);
    expect(toStrokes(press(first, at(5, 5, 9000)).drawing)).toEqual([[[0, 0, 0]], [[5, 5, 8000]]]);
  });

  it('continues 10 ms after the last point of a drawing that no pointer made', () => {
    const given = {
      drawing: fromStrokes([
        [
          [0, 0, 0],
          [9, 9, 700],
        ],
      ]),
      pressed: null,
    };
    const times = toStrokes(lift(press(given, at(0, 0, 123_456)), at(400, 0, 123_500)).drawing).flatMap((stroke) =>
      stroke.map(([, , t]) => t),
    );
    expect(times).toEqual([0, 700, 710, 754]);
  });
});

describe('a full pad', () => {
  function almostFull(room: number): Inking {
    let drawing = beginStroke(emptyDrawing(), { x: 0, y: 0, t: 0 });
    while (drawing.points < MAX_POINTS - room) drawing = appendPoint(drawing, { x: 0, y: 0, t: 0 });
    return { drawing, pressed: null };
  }

  it('keeps 20,000 points and no more, whether by moving or lifting', () => {
    const moved = [at(50, 0, 1), at(100, 0, 2), at(150, 0, 3)].reduce(move, press(almostFull(2), at(0, 0, 0)));
    const lifted = lift(moved, at(200, 0, 4));
    expect(lifted.drawing.points).toBe(MAX_POINTS);
    expect(lifted.drawing.columns.x[MAX_POINTS - 1]).toBe(50);
    expect(lifted.pressed).toBeNull();
  });

  it('takes no other stroke', () => {
    const full = almostFull(0);
    expect(press(full, at(0, 0, 0))).toBe(full);
  });
});

describe('whatever a pointer does', () => {
  const sample = fc.record({
    x: fc.double({ min: -9000, max: 13000, noNaN: true }),
    y: fc.double({ min: -9000, max: 13000, noNaN: true }),
    time: fc.double({ min: 0, max: 1e6, noNaN: true }),
    pointerId: fc.constantFrom(1, 1, 1, 2),
  });
  const action = fc.tuple(fc.constantFrom(press, move, move, move, move, lift, cancelAt), sample);

  it('kept points are whole, on the pad, in order of time, 16 units apart (except last and border ones), and never change', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let inking: Inking = { drawing: emptyDrawing(), pressed: null };
        let before: number[][] = [];
        for (const [act, place] of actions) {
          inking = act(inking, { unitsPerPixel: UNITS_PER_PIXEL, ...place });
          const now = toStrokes(inking.drawing).flat();
          expect(now.slice(0, before.length)).toEqual(before);
          before = now;
        }
        const inside = (units: number) => units > 0 && units < 4096;
        for (const stroke of toStrokes(inking.drawing)) {
          stroke.slice(1, -1).forEach(([x, y], i) => {
            if (!inside(x) || !inside(y)) return;
            expect(Math.hypot(x - stroke[i][0], y - stroke[i][1])).toBeGreaterThanOrEqual(KEPT_DISTANCE);
          });
        }
        expect(before.flat().every(Number.isInteger)).toBe(true);
        expect(before.every(([x, y]) => x >= 0 && x <= 4096 && y >= 0 && y <= 4096)).toBe(true);
        const times = before.map(([, , t]) => t);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times[0] ?? 0).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

function cancelAt(inking: Inking, { pointerId }: PenSample): Inking {
  return cancel(inking, pointerId);
}
