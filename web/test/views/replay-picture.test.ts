import { describe, expect, it } from 'vitest';
import { MAX_POINTS } from '../../src/ink/drawing.ts';
import { changedBox, momentsOf } from '../../src/views/take/replay-picture.ts';
import { drawingOf } from '../support.ts';

const pixels = (width: number, height: number, set: readonly number[] = []) => {
  const data = new Uint8ClampedArray(4 * width * height);
  for (const at of set) data[4 * at] = 200;
  return { width, height, data } as unknown as ImageData;
};

const total = (moments: readonly { durationMs: number }[]) => moments.reduce((sum, one) => sum + one.durationMs, 0);

describe('the moments of a moving picture', () => {
  it('go on as the points came, each for as long as it is seen, and rest at the end', () => {
    const drawing = drawingOf([
      [
        [0, 0, 0],
        [1, 0, 5],
        [2, 0, 50],
        [3, 0, 130],
      ],
    ]);
    expect(momentsOf(drawing)).toEqual([
      { moment: 1, durationMs: 40 },
      { moment: 2, durationMs: 40 },
      { moment: 3, durationMs: 50 },
      { moment: 4, durationMs: 2000 },
    ]);
  });

  it('are one of a dot', () => {
    expect(momentsOf(drawingOf([[[7, 7, 0]]]))).toEqual([{ moment: 1, durationMs: 2000 }]);
  });

  it('are bounded, however long the drawing, which takes as long all the same', () => {
    const long = drawingOf([Array.from({ length: MAX_POINTS }, (_, i) => [i % 4096, 0, 20 * i])]);
    const moments = momentsOf(long);
    expect(moments.length).toBeLessThanOrEqual(400);
    expect(total(moments)).toBeCloseTo(20 * (MAX_POINTS - 1) + 2000, 3);
    expect(moments.map(({ moment }) => moment)).toEqual([...new Set(moments.map(({ moment }) => moment))]);
  });
});

describe('what changes between two pictures', () => {
  it('is the box around every pixel that differs', () => {
    expect(changedBox(pixels(5, 4), pixels(5, 4, [6, 13]))).toEqual({ x: 1, y: 1, width: 3, height: 2 });
    expect(changedBox(pixels(5, 4, [19]), pixels(5, 4))).toEqual({ x: 4, y: 3, width: 1, height: 1 });
  });

  it('is one pixel if nothing differs', () => {
    expect(changedBox(pixels(5, 4, [3]), pixels(5, 4, [3]))).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });
});
