import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_POINTS } from '../../src/ink/drawing.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { anyStrokes, toStrokes } from '../support.ts';

describe('strokes from outside', () => {
  it('are fitted: the longer side 60 % of the pad, the box centred, the aspect ratio kept', () => {
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
  ])('of %s all come to the centre', (_, strokes) => {
    const places = toStrokes(fromStrokes(strokes)).flat();
    expect(places.length).toBe(strokes.flat().length);
    expect(new Set(places.map(([x, y]) => `${x},${y}`))).toEqual(new Set(['2048,2048']));
  });

  it('of any finite size fill the pad, even with the largest and smallest numbers', () => {
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

  it('have times that count from the first point, 10 ms per point without one, and never run backwards', () => {
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
    // The second stroke's clock starts over, so it follows the first.
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
    ['not a list', 'strokes', 'Strokes must be a list of strokes, not a value of type string.'],
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
    ['a string for a number', [[['1', 0]]], 'strokes[0][0]: x must be a finite number, not a value of type string.'],
    ['a time that is not a number', [[[1, 0, null]]], 'strokes[0][0]: t must be a finite number, not null.'],
  ])('with %s are refused in one clear line', (_, strokes, message) => {
    expect(() => fromStrokes(strokes)).toThrow(new TypeError(message));
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'Options must be an object, such as { placed: true }, not null.'],
    ['a string', 'placed', 'Options must be an object, such as { placed: true }, not a value of type string.'],
    ['true', true, 'Options must be an object, such as { placed: true }, not a value of type boolean.'],
    ['a list', ['placed'], 'Options must be an object, such as { placed: true }, not a list of 1.'],
    ['a string for placed', { placed: 'false' }, 'placed must be true or false, not a value of type string.'],
    ['a number for placed', { placed: 1 }, 'placed must be true or false, not 1.'],
    ['null for placed', { placed: null }, 'placed must be true or false, not null.'],
  ])('with %s for options are refused in one clear line', (_, options, message) => {
    expect(() => fromStrokes([[[0, 0]]], options)).toThrow(new TypeError(message));
  });

  it.each([undefined, {}, { placed: undefined }, { placed: false }])('with the options %j are fitted', (options) => {
    expect(toStrokes(fromStrokes([[[7, 7]]], options))).toEqual([[[2048, 2048, 0]]]);
  });

  it.each<[string, unknown, string]>([
    ['no strokes', [], 'The strokes have no points.'],
    ['no points', [[], []], 'The strokes have no points.'],
    [
      'too many points',
      [Array(MAX_POINTS + 1).fill([0, 0])],
      'A drawing holds at most 20000 points; these strokes have more.',
    ],
  ])('with %s are refused in one clear line', (_, strokes, message) => {
    expect(() => fromStrokes(strokes)).toThrow(new RangeError(message));
  });
});

describe('placed strokes', () => {
  const placed = (strokes: unknown) => toStrokes(fromStrokes(strokes, { placed: true }));

  it('are cut at the pad’s border, and time counts from the first point left', () => {
    expect(
      placed([
        [
          [-1000, 500, 100],
          [1000, 1500, 300],
        ],
        [
          [0, 4000],
          [0, 9000],
        ],
      ]),
    ).toEqual([
      [
        [0, 1000, 0],
        [1000, 1500, 100],
      ],
      [
        [0, 4000, 110],
        [0, 4096, 110],
      ],
    ]);
  });

  it('of any finite size are cut like others', () => {
    const far = fc.constantFrom(-Number.MAX_VALUE, -1e300, -1e15, -1, 2000, 5000, 1e15, 1e300, Number.MAX_VALUE);
    fc.assert(
      fc.property(fc.array(fc.tuple(far, far), { minLength: 1, maxLength: 6 }), (stroke) => {
        const points = placed([[[2000, 2000], ...stroke]]).flat();
        expect(points[0]).toEqual([2000, 2000, 0]);
        expect(points.flat().every(Number.isInteger)).toBe(true);
        expect(points.every(([x, y]) => x >= 0 && x <= 4096 && y >= 0 && y <= 4096)).toBe(true);
      }),
    );
  });

  it('with nothing on the pad are refused', () => {
    const message = 'No part of the strokes lies on the pad, 0…4096 pad units.';
    expect(() => placed([[[0, 1e9]]])).toThrow(new RangeError(message));
  });

  it('with few enough points are refused if the crossings make too many', () => {
    const across = Array.from({ length: MAX_POINTS }, (_, i) => [i % 2 === 0 ? -1 : 4097, 100]);
    expect(() => placed([across])).toThrow(
      new RangeError('A drawing holds at most 20000 points; these strokes have more.'),
    );
  });
});
