import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_LEVELS } from '../../src/views/diagram/legend.ts';
import {
  contributionAt,
  dashesOf,
  HALF_INK,
  HALF_STRENGTH,
  inkOf,
  levelOf,
  lineStyleOf,
  STRENGTH_LEVELS,
  strengthOf,
} from '../../src/views/diagram/scale.ts';

const contribution = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const half = fc.constantFrom(...Object.values(HALF_STRENGTH));

describe('the scale of links', () => {
  it('grows with the contribution and never saturates', () => {
    fc.assert(
      fc.property(contribution, contribution, half, (a, b, s) => {
        if (a < b) expect(strengthOf(a, s)).toBeLessThanOrEqual(strengthOf(b, s));
        if (a < b) expect(levelOf(a, s)).toBeLessThanOrEqual(levelOf(b, s));
        expect(Math.abs(strengthOf(a, s))).toBeLessThan(1);
      }),
    );
    expect(strengthOf(1000, 6)).toBeGreaterThan(strengthOf(999, 6));
  });

  it('treats for and against alike', () => {
    fc.assert(
      fc.property(contribution, half, (c, s) => {
        expect(strengthOf(-c, s)).toBe(-strengthOf(c, s));
        expect(levelOf(-c, s) + levelOf(c, s)).toBe(0);
      }),
    );
    expect(lineStyleOf(-7)).toEqual(lineStyleOf(7));
  });

  it('reaches one half at the stage’s half, and can be inverted', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.95, max: 0.95, noNaN: true }), half, (strength, s) => {
        expect(strengthOf(contributionAt(strength, s), s)).toBeCloseTo(strength, 9);
      }),
    );
    for (const s of Object.values(HALF_STRENGTH)) expect(strengthOf(s, s)).toBe(0.5);
  });

  it('draws links from exactly the weakest contribution that the legend shows', () => {
    for (const s of Object.values(HALF_STRENGTH)) {
      const least = contributionAt(1 / STRENGTH_LEVELS, s);
      expect(levelOf(least * 1.0001, s)).toBe(1);
      expect(levelOf(least * 0.9999, s)).toBe(0);
      expect(levelOf(-least * 1.0001, s)).toBe(-1);
    }
    expect(levelOf(0, 6)).toBe(0);
  });

  it('makes stronger links heavier and more colourful, step by step', () => {
    for (let level = 1; level < STRENGTH_LEVELS - 1; level++) {
      expect(lineStyleOf(level + 1).width).toBeGreaterThan(lineStyleOf(level).width);
      expect(lineStyleOf(level + 1).hue).toBeGreaterThanOrEqual(lineStyleOf(level).hue);
    }
    expect(lineStyleOf(1).hue).toBeLessThan(0.15);
    expect(lineStyleOf(STRENGTH_LEVELS - 1).hue).toBe(1);
  });
});

describe('a line in forced colours', () => {
  it('is dashed if it speaks against, since hue cannot show it', () => {
    const forced = { for: [0, 0, 0], against: [0, 0, 0] } as const;
    expect(dashesOf(-3, forced)).not.toEqual([]);
    expect(dashesOf(3, forced)).toEqual([]);
    expect(dashesOf(-3, { for: [184, 64, 26], against: [31, 99, 145] })).toEqual([]);
  });
});

describe('the ink of cells', () => {
  it('is none without activation, half at the layer’s half, and grows towards full', () => {
    for (const s of Object.values(HALF_INK)) {
      expect(inkOf(0, s)).toBe(0);
      expect(inkOf(s, s)).toBe(128);
      expect(inkOf(100 * s, s)).toBeGreaterThan(250);
      expect(inkOf(1e9, s)).toBe(255);
    }
  });
});

describe('the lines in the legend of two lines', () => {
  it('can all be seen by themselves, the weakest first, none as weak as what is hardly drawn', () => {
    const looks = SAMPLE_LEVELS.map(lineStyleOf);
    for (const { hue, width } of looks) {
      expect(hue).toBeGreaterThanOrEqual(0.5);
      expect(width).toBeGreaterThan(1.5);
    }
    const widths = looks.map(({ width }) => width);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(Math.max(...SAMPLE_LEVELS)).toBeLessThan(STRENGTH_LEVELS);
  });
});
