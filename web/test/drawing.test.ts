import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendPoint,
  atMoment,
  beginStroke,
  type Drawing,
  emptyDrawing,
  isEmpty,
  isFull,
  MAX_POINTS,
  strokeCount,
  strokeStart,
  withoutLastStroke,
} from '../src/ink/drawing.ts';
import { fromStrokes, toStrokes } from '../src/ink/strokes.ts';
import { anyStrokes, drawingOf } from './support.ts';

describe('a drawing', () => {
  it('grows by points and strokes, and earlier moments stay as they were', () => {
    const empty = emptyDrawing();
    const one = beginStroke(empty, { x: 1, y: 2, t: 0 });
    const two = appendPoint(one, { x: 3, y: 4, t: 5 });
    const three = beginStroke(two, { x: 6, y: 7, t: 8 });
    expect([empty, one, two, three].map(toStrokes)).toEqual([
      [],
      [[[1, 2, 0]]],
      [
        [
          [1, 2, 0],
          [3, 4, 5],
        ],
      ],
      [
        [
          [1, 2, 0],
          [3, 4, 5],
        ],
        [[6, 7, 8]],
      ],
    ]);
    expect([empty, one, two, three].map(strokeCount)).toEqual([0, 1, 1, 2]);
    expect([empty, three].map(isEmpty)).toEqual([true, false]);
  });

  it('goes on from an earlier moment without touching what had followed', () => {
    const full = drawingOf([
      [
        [1, 1],
        [2, 2],
      ],
      [[3, 3]],
    ]);
    const undone = withoutLastStroke(full);
    const other = appendPoint(undone, { x: 9, y: 9, t: 99 });
    expect(toStrokes(undone)).toEqual([
      [
        [1, 1, 0],
        [2, 2, 10],
      ],
    ]);
    expect(toStrokes(other)).toEqual([
      [
        [1, 1, 0],
        [2, 2, 10],
        [9, 9, 99],
      ],
    ]);
    expect(toStrokes(full)).toEqual([
      [
        [1, 1, 0],
        [2, 2, 10],
      ],
      [[3, 3, 20]],
    ]);
  });

  it('keeps every moment through any sequence of drawing and going back', () => {
    const action = fc.oneof(fc.constant('begin'), fc.constant('append'), fc.nat(40));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let drawing = emptyDrawing();
        const seen: [Drawing, string][] = [];
        actions.forEach((act, i) => {
          const point = { x: i, y: -i, t: i };
          if (typeof act === 'number') drawing = seen.length > 0 ? seen[act % seen.length][0] : drawing;
          else if (act === 'begin' || isEmpty(drawing)) drawing = beginStroke(drawing, point);
          else drawing = appendPoint(drawing, point);
          seen.push([drawing, JSON.stringify(toStrokes(drawing))]);
        });
        for (const [moment, strokes] of seen) expect(JSON.stringify(toStrokes(moment))).toBe(strokes);
      }),
    );
  });

  it('tells where its strokes start', () => {
    const drawing = drawingOf([
      [[0, 0]],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      [
        [4, 4],
        [5, 5],
      ],
    ]);
    expect([0, 1, 2, 3].map((stroke) => strokeStart(drawing, stroke))).toEqual([0, 1, 4, 6]);
    expect(strokeStart(emptyDrawing(), 0)).toBe(0);
    expect(strokeStart(atMoment(drawing, 2), 2)).toBe(2);
  });

  it('has moments from 0 to its number of points, the last being itself', () => {
    const drawing = drawingOf([
      [
        [0, 0],
        [1, 1],
      ],
    ]);
    expect(atMoment(drawing, 2)).toBe(drawing);
    expect(isEmpty(atMoment(drawing, 0))).toBe(true);
    for (const points of [-1, 3, 0.5, Number.NaN]) expect(() => atMoment(drawing, points)).toThrow(RangeError);
  });

  it('holds 20,000 points and refuses one more, and a point without a stroke', () => {
    let drawing = beginStroke(emptyDrawing(), { x: 0, y: 0, t: 0 });
    while (!isFull(drawing)) drawing = appendPoint(drawing, { x: drawing.points, y: 0, t: drawing.points });
    expect(drawing.points).toBe(MAX_POINTS);
    expect(drawing.columns.x[MAX_POINTS - 1]).toBe(MAX_POINTS - 1);
    expect(() => appendPoint(drawing, { x: 0, y: 0, t: 0 })).toThrow(RangeError);
    expect(() => appendPoint(emptyDrawing(), { x: 0, y: 0, t: 0 })).toThrow(RangeError);
  });
});

describe('strokes from outside', () => {
  it('are fitted: the longer side 60 % of the pad, the box in its centre, the aspect kept', () => {
    const drawing = fromStrokes([
      [
        [0, 0],
        [1000, 250],
      ],
      [[500, 500]],
    ]);
    // 0.6 × 4096 = 2457.6 wide, 1228.8 high, around 2048
    expect(toStrokes(drawing)).toEqual([
      [
        [819, 1434, 0],
        [3277, 2048, 10],
      ],
      [[2048, 2662, 20]],
    ]);
  });

  it.each([
    ['one point', [[[7, 7]]]],
    [
      'the same point again and again',
      [
        [
          [7, 7],
          [7, 7],
        ],
        [[7, 7]],
      ],
    ],
  ])('of %s come to the centre, all of them', (_, strokes) => {
    const places = toStrokes(fromStrokes(strokes)).flat();
    expect(places.length).toBe(strokes.flat().length);
    expect(new Set(places.map(([x, y]) => `${x},${y}`))).toEqual(new Set(['2048,2048']));
  });

  it('of any finite size fill the pad, the largest and the smallest numbers included', () => {
    const size = fc.oneof(
      fc.constantFrom(Number.MAX_VALUE, 1e-300, 1, 1e15),
      fc.double({ min: 1e-200, max: 1e200, noNaN: true }),
    );
    fc.assert(
      fc.property(size, (side) => {
        const points = toStrokes(
          fromStrokes([
            [
              [-side, 0],
              [side, side],
            ],
          ]),
        ).flat();
        expect(points.map(([x, y]) => [x, y])).toEqual([
          [819, 1434],
          [3277, 2662],
        ]);
      }),
    );
  });

  it('already placed stay where they are, rounded, and come back as they were saved', () => {
    expect(
      toStrokes(
        fromStrokes(
          [
            [
              [10.4, 20.5, 3],
              [0, 4096, 4.6],
            ],
          ],
          { placed: true },
        ),
      ),
    ).toEqual([
      [
        [10, 21, 0],
        [0, 4096, 2],
      ],
    ]);
    fc.assert(
      fc.property(anyStrokes, (strokes) => {
        const saved = toStrokes(fromStrokes(strokes, { placed: true }));
        expect(saved.map((stroke) => stroke.map(([x, y]) => [x, y]))).toEqual(strokes);
        expect(toStrokes(fromStrokes(JSON.parse(JSON.stringify(saved)), { placed: true }))).toEqual(saved);
      }),
    );
  });

  it('are never thinned, however dense', () => {
    const dense = Array.from({ length: MAX_POINTS }, (_, i) => [i % 3, 0]);
    expect(fromStrokes([dense]).points).toBe(MAX_POINTS);
  });

  it('have times from the first point on, 10 ms a point where none is given, and never backwards', () => {
    const times = (strokes: unknown) => toStrokes(fromStrokes(strokes)).flatMap((stroke) => stroke.map(([, , t]) => t));
    expect(
      times([
        [
          [0, 0],
          [1, 1],
        ],
        [[2, 2]],
      ]),
    ).toEqual([0, 10, 20]);
    expect(
      times([
        [
          [0, 0, 5000],
          [1, 1, 5030.4],
          [2, 2],
          [3, 3, 5100],
        ],
      ]),
    ).toEqual([0, 30, 40, 100]);
    // The second stroke's clock starts anew: it follows the first.
    expect(
      times([
        [
          [0, 0, 0],
          [1, 1, 90],
        ],
        [
          [2, 2, 0],
          [3, 3, 30],
        ],
      ]),
    ).toEqual([0, 90, 90, 120]);
  });

  it('may have strokes without points among them', () => {
    expect(
      toStrokes(
        fromStrokes([
          [],
          [
            [1, 1],
            [2, 2],
          ],
          [],
        ]),
      ),
    ).toHaveLength(1);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'strokes', 'Strokes must be a list of strokes, not a value of type string.'],
    ['nothing', undefined, 'Strokes must be a list of strokes, not undefined.'],
    ['a point for a stroke', [[1, 2]], 'strokes[0][0] must be [x, y] or [x, y, t], not 1.'],
    ['a number for a stroke', [[[1, 2]], 3], 'strokes[1] must be a list of points, not 3.'],
    ['a hole for a stroke', new Array(1), 'strokes[0] must be a list of points, not undefined.'],
    ['one coordinate', [[[1, 2], [3]]], 'strokes[0][1] must be [x, y] or [x, y, t], not a list of 1.'],
    ['four values', [[[1, 2, 3, 4]]], 'strokes[0][0] must be [x, y] or [x, y, t], not a list of 4.'],
    ['NaN', [[[1, Number.NaN]]], 'strokes[0][0]: y must be a finite number, not NaN.'],
    [
      'an infinite coordinate',
      [[[Number.POSITIVE_INFINITY, 0]]],
      'strokes[0][0]: x must be a finite number, not Infinity.',
    ],
    ['a text for a number', [[['1', 0]]], 'strokes[0][0]: x must be a finite number, not a value of type string.'],
    ['a time that is none', [[[1, 0, null]]], 'strokes[0][0]: t must be a finite number, not null.'],
    ['no strokes', [], 'The strokes have no points.'],
    ['no points', [[], []], 'The strokes have no points.'],
    [
      'too many points',
      [Array(MAX_POINTS + 1).fill([0, 0])],
      'A drawing holds at most 20000 points; these strokes have more.',
    ],
  ])('with %s are refused in one clear line', (_, strokes, message) => {
    expect(() => fromStrokes(strokes)).toThrow(new Error(message));
  });

  it('placed beyond what a pointer could reach are refused', () => {
    expect(() => fromStrokes([[[0, 1e9]]], { placed: true })).toThrow(/outside -4096…8191 pad units/);
  });
});
