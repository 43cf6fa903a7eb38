import { describe, expect, it } from 'vitest';
import { LONGEST_REST_MS, pointsBy, replayTimes, strokeEndAfter } from '../../src/ink/replay.ts';
import { atMoment, drawingOf } from '../support.ts';

const DRAWN = drawingOf([
  [
    [0, 0, 0],
    [9, 0, 30],
    [9, 9, 30],
  ],
  [[50, 50, 5000]],
  [
    [70, 50, 5100],
    [80, 50, 5160],
  ],
]);

describe('the times of a replay', () => {
  it('are those of the drawing, with long rests shortened', () => {
    const after = 30 + LONGEST_REST_MS;
    expect([...replayTimes(DRAWN)]).toEqual([0, 30, 30, after, after + 100, after + 160]);
  });

  it('tell how many points have come by then', () => {
    const times = replayTimes(DRAWN);
    expect([-1, 0, 29, 30, 31, 1e9].map((time) => pointsBy(times, time))).toEqual([0, 1, 1, 3, 3, 6]);
  });
});

describe('the ends of strokes', () => {
  it('are found from every moment', () => {
    const moments = [0, 1, 2, 3, 4, 5, 6];
    expect(moments.map((moment) => strokeEndAfter(DRAWN, moment))).toEqual([3, 3, 3, 4, 6, 6, 6]);
    expect(strokeEndAfter(atMoment(DRAWN, 2), 1), 'of what there is').toBe(2);
  });
});
