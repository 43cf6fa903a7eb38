/** What the page says of its examples is true of the published network. */

import { describe, expect, it } from 'vitest';
import stored from '../../examples.json';
import { MAX_POINTS, PAD_SIDE, strokeStart } from '../../src/ink/drawing.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { createExamples, EXAMPLE_MS, EXAMPLE_NAMES, exampleSpeed } from '../../src/state/examples.ts';
import { firmDigits, readingAt, readingsOf } from '../published.ts';
import { largestDifference } from '../support.ts';

const examples = createExamples();
const example = examples.drawingOf;

describe('the examples', () => {
  it('are a dozen drawings, each the same object whenever it is asked for, and known by it', () => {
    expect(EXAMPLE_NAMES).toEqual(stored.map(({ name }) => name));
    expect(EXAMPLE_NAMES).toHaveLength(12);
    for (const name of EXAMPLE_NAMES) {
      expect(example(name)).toBe(example(name));
      expect(examples.nameOf(example(name))).toBe(name);
      expect(examples.nameOf({ ...example(name) })).toBeNull();
    }
  });

  it('keep every point of the file, leave the lower quarter of the pad to the sentence, and take a hand’s time', () => {
    for (const name of EXAMPLE_NAMES) {
      const { columns, points } = example(name);
      const written = stored.find((one) => one.name === name)?.strokes.flat() ?? [];
      expect(points).toBe(written.length);
      expect(points).toBeLessThan(MAX_POINTS);
      expect(Math.max(...columns.y.subarray(0, points))).toBeLessThan(0.71 * PAD_SIDE);
      expect(columns.t[points - 1]).toBeGreaterThan(900);
      expect(columns.t[points - 1]).toBeLessThan(2700);
      expect(columns.t[points - 1] / exampleSpeed(example(name))).toBeCloseTo(EXAMPLE_MS);
    }
  });
});

describe('what an example says to watch', () => {
  it('the hesitant 3: firmly a 1, then a 2, and only at last the 3', () => {
    expect(firmDigits(example('hesitantThree'))).toEqual([1, 2, 3]);
  });

  it('the open 4: the last stroke, which closes it, makes it a 9', () => {
    const drawing = example('fourOrNine');
    expect(readingAt(drawing, strokeStart(drawing, 2))).toMatchObject({ verdict: 'digit', digit: 4 });
    expect(readingAt(drawing)).toMatchObject({ verdict: 'digit', digit: 9 });
  });

  it('the European 1: it wavers on the way, and 7 never leads', () => {
    const readings = readingsOf(example('europeanOne')).slice(1);
    expect(new Set(readings.map(({ digit }) => digit))).toEqual(new Set([1]));
    expect(new Set(readings.map(({ verdict }) => verdict))).toEqual(new Set(['digit', 'unsure', 'none']));
    expect(readings.at(-1)?.verdict).toBe('digit');
  });

  it('the 7 with a bar: a 7 before the bar comes, and ever after', () => {
    const drawing = example('barredSeven');
    const readings = readingsOf(drawing).slice(strokeStart(drawing, 1) - 1);
    expect(readings.every(({ verdict, digit }) => verdict === 'digit' && digit === 7)).toBe(true);
  });

  it('the slashed 0: perhaps a 1, perhaps a 6, then a 0, also while the slash comes', () => {
    const drawing = example('slashedZero');
    expect(firmDigits(drawing)).toEqual([0]);
    const doubted = readingsOf(drawing).filter(({ verdict }) => verdict === 'unsure');
    expect([...new Set(doubted.map(({ digit }) => digit))]).toEqual([1, 6, 0]);
    const slashed = readingsOf(drawing).slice(strokeStart(drawing, 1) - 1);
    expect(slashed.every(({ verdict, digit }) => verdict === 'digit' && digit === 0)).toBe(true);
  });

  it('the open 8: a 5 for a while, at last an 8, though its ends lie apart', () => {
    const drawing = example('openEight');
    expect(firmDigits(drawing).slice(-2)).toEqual([5, 8]);
    expect(
      readingsOf(drawing).filter(({ verdict, digit }) => verdict === 'digit' && digit === 5).length,
    ).toBeGreaterThan(10);
    const { x, y } = drawing.columns;
    const last = drawing.points - 1;
    expect(Math.hypot(x[0] - x[last], y[0] - y[last])).toBeGreaterThan(0.07 * PAD_SIDE);
  });

  it('the 3 whose left side is closed: an 8', () => {
    const drawing = example('threeToEight');
    expect(readingAt(drawing, strokeStart(drawing, 1))).toMatchObject({ verdict: 'digit', digit: 3 });
    expect(readingAt(drawing)).toMatchObject({ verdict: 'digit', digit: 8 });
  });

  it('the spiral: firmly 7, 6, 9 and 6 again, in the end no digit', () => {
    expect(firmDigits(example('spiral'))).toEqual([7, 6, 9, 6]);
    expect(readingAt(example('spiral')).verdict).toBe('none');
  });

  it('the letter A: its first leg is a 1, the whole is no digit', () => {
    expect(firmDigits(example('letter'))).toEqual([1]);
    const { columns, points } = example('letter');
    const top = columns.y.indexOf(Math.min(...columns.y.subarray(0, points)));
    expect(readingAt(example('letter'), top)).toMatchObject({ verdict: 'digit', digit: 1 });
    expect(readingAt(example('letter')).verdict).toBe('none');
  });

  it('the smiley: a circle is a 0, and with its second eye it is no digit', () => {
    const drawing = example('smiley');
    expect(readingAt(drawing, strokeStart(drawing, 2))).toMatchObject({ verdict: 'digit', digit: 0 });
    const after = readingsOf(drawing).slice(strokeStart(drawing, 3) - 1);
    expect(after.every(({ verdict }) => verdict === 'none')).toBe(true);
  });

  it('the tiny 5 and the huge one, sixteen times as large: nearly the same cells, and as surely a 5', () => {
    const [tiny, huge] = [example('tinyFive'), example('hugeFive')];
    const height = ({ columns: { y }, points }: typeof tiny) =>
      Math.max(...y.subarray(0, points)) - Math.min(...y.subarray(0, points));
    expect(height(huge) / height(tiny)).toBeCloseTo(16, 0);
    const input = (drawing: typeof tiny) => createRasterizer()(drawing) ?? new Float32Array();
    expect(largestDifference(input(tiny), input(huge))).toBeLessThan(0.1);
    for (const drawing of [tiny, huge]) {
      const { verdict, digit, probabilities } = readingAt(drawing);
      expect([verdict, digit]).toEqual(['digit', 5]);
      expect(probabilities?.[5]).toBeGreaterThan(0.99);
    }
  });
});
