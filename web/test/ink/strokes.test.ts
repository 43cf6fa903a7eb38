import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_POINTS } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { anyStrokes, toStrokes } from '../support.ts';

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
