import { describe, expect, it } from 'vitest';
import { momentFrom, selectionFrom } from '../../src/app/asked.ts';

describe('what a script asks', () => {
  it('is a part, a digit, a rival and whether to ask why, each of which may be left out', () => {
    expect(selectionFrom('map1.3')).toEqual({ part: { layer: 'map1', map: 3 }, digit: null, rival: null, why: false });
    expect(selectionFrom(null, { digit: 3, rival: 8, why: true })).toEqual({
      part: null,
      digit: 3,
      rival: 8,
      why: true,
    });
  });

  it.each([
    [['conv9.1'], RangeError, 'no part "conv9.1"'],
    [['x'.repeat(5000)], RangeError, '…"'],
    [[7], TypeError, 'not 7'],
    [[null, 3], TypeError, 'Options must be an object'],
    [[null, []], TypeError, 'Options must be an object'],
    [[null, { digit: '3' }], TypeError, 'digit must be a number'],
    [[null, { digit: 2.5 }], RangeError, 'from 0 to 9, not 2.5'],
    [[null, { rival: 10 }], RangeError, 'rival must be a digit'],
    [[null, { digit: Number.NaN }], RangeError, 'not NaN'],
    [[null, { digit: 3, rival: 3 }], RangeError, 'another digit'],
    [[null, { why: 1 }], TypeError, 'why must be true or false'],
  ] as const)('is refused in one clear line: %j', (given, kind, says) => {
    let caught: unknown;
    try {
      selectionFrom(...(given as unknown as [unknown, unknown?]));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(kind);
    const { message } = caught as Error;
    expect(message).toContain(says);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(200);
  });
});

describe('the moment that a script asks for', () => {
  it('is a number of points, or the end', () => {
    expect([0, 7, 12, null, undefined].map((moment) => momentFrom(moment, 12))).toEqual([0, 7, 12, null, null]);
  });

  it.each([
    ['3', TypeError, 'a value of type string'],
    [[3], TypeError, 'a list of 1'],
    [2.5, RangeError, 'from 0 to 12, the drawing’s points, not 2.5'],
    [-1, RangeError, 'not -1'],
    [13, RangeError, 'not 13'],
    [Number.NaN, RangeError, 'not NaN'],
  ] as const)('is refused in one clear line: %j', (given, kind, says) => {
    expect(() => momentFrom(given, 12)).toThrow(kind);
    expect(() => momentFrom(given, 12)).toThrow(says.replace('’', "'"));
  });
});
