import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendPoint,
  beginStroke,
  type Drawing,
  emptyDrawing,
  isEmpty,
  isFull,
  MAX_POINTS,
  strokeCount,
  strokeStart,
} from '../../src/ink/drawing.ts';
import { atMoment, drawingOf, toStrokes } from '../support.ts';

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

  it('continues from an earlier moment without changing what had followed', () => {
    const full = drawingOf([
      [
        [1, 1],
        [2, 2],
      ],
      [[3, 3]],
    ]);
    const undone = atMoment(full, 2);
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

  it('preserves every moment through any sequence of drawing and going back', () => {
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

  it('holds 20,000 points and refuses one more, and a point without a stroke', () => {
    let drawing = beginStroke(emptyDrawing(), { x: 0, y: 0, t: 0 });
    while (!isFull(drawing)) drawing = appendPoint(drawing, { x: drawing.points, y: 0, t: drawing.points });
    expect(drawing.points).toBe(MAX_POINTS);
    expect(drawing.columns.x[MAX_POINTS - 1]).toBe(MAX_POINTS - 1);
    expect(() => appendPoint(drawing, { x: 0, y: 0, t: 0 })).toThrow(RangeError);
    expect(() => appendPoint(emptyDrawing(), { x: 0, y: 0, t: 0 })).toThrow(RangeError);
  });
});
