import { describe, expect, it } from 'vitest';
import { withoutStrokes } from '../../src/ink/left-out.ts';
import { momentOfToken } from '../../src/ink/token-moment.ts';
import { tokensOf } from '../../src/ink/tokens.ts';
import { atMoment, drawingOf } from '../support.ts';

/** Points 100 pad units apart, which is a step, to the right and then downwards. */
const CORNER = drawingOf([
  [...Array(15).keys()]
    .map((i) => [1000 + 100 * i, 1000])
    .concat([...Array(14).keys()].map((i) => [2400, 1100 + 100 * i])),
]);
const TWO = drawingOf([
  [
    [1000, 1000],
    [2400, 1000],
  ],
  [
    [1000, 2400],
    [1700, 2400],
    [2400, 2400],
  ],
]);

describe("a token's moment", () => {
  it('is the point upon which it came: none for READ, the first one for the place where the pen begins', () => {
    const tokens = tokensOf(CORNER);
    expect([0, 1, 2, 3, 4, 16].map((token) => momentOfToken(CORNER, [], tokens, token))).toEqual([0, 1, 1, 2, 3, 15]);
    expect(momentOfToken(CORNER, [], tokens, tokens.ids.length)).toBe(29);
  });

  it('is where the same drawing, shown up to it, first has so many tokens of its own frame', () => {
    const moment = momentOfToken(TWO, [], tokensOf(TWO), 20);
    expect(moment).toBe(3);
    expect(tokensOf(atMoment(TWO, moment)).ids.length).toBeGreaterThan(tokensOf(atMoment(TWO, moment - 1)).ids.length);
  });

  it('counts the points of strokes that are left out', () => {
    const tokens = tokensOf(withoutStrokes(TWO, [0]));
    expect([1, 3, tokens.ids.length - 1].map((token) => momentOfToken(TWO, [0], tokens, token))).toEqual([3, 4, 5]);
  });

  it('is found in a drawing whose first movements do not fit the context', () => {
    const long = drawingOf([[...Array(40).keys()].map((i) => [i % 2 === 0 ? 500 : 3500, 500 + 50 * i])]);
    const tokens = tokensOf(long);
    expect(tokens.leftOut).toBeGreaterThan(0);
    const moments = Array.from(tokens.ids.keys(), (token) => momentOfToken(long, [], tokens, token));
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments.at(-1)).toBe(40);
    expect(moments[1]).toBeGreaterThan(20);
  });
});
