import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { createNumbers } from '../../src/text/numbers.ts';
import { pathLines } from '../../src/text/paths.ts';
import { createQuantities } from '../../src/text/quantities.ts';
import { regionLine, strongestLine } from '../../src/text/regions.ts';
import { fullColorOf, writeSharePixels } from '../../src/views/inspector/share-picture.ts';
import { PALETTE } from '../palette.ts';

const numbers = createNumbers('en', english);
const write = createQuantities('en');
/** Not `fc.double`, whose values are mostly too small or too round for rounding to matter. */
const anyAmount = fc.integer({ min: -30_000, max: 30_000 }).map((amount) => amount / 997);

describe('the printed way back', () => {
  it('adds up exactly as printed, whatever the amounts', () => {
    fc.assert(
      fc.property(fc.array(anyAmount, { minLength: 8, maxLength: 16 }), anyAmount, (amounts, bias) => {
        const terms = amounts.map((amount, node) => ({ node, amount, live: 1 }));
        const sum = amounts.reduce((total, amount) => total + amount, bias);
        const lines = pathLines(english, write, { layer: 'fc1', terms, bias, sum, cells: 4 });
        const printed = lines.map(({ amount }) => Math.round(100 * Number(amount.replace('−', '-'))));
        const total = printed.pop();
        expect(printed.reduce((all, one) => all + one, 0)).toBe(total);
      }),
    );
  });

  it('always has as many lines, so that nothing moves', () => {
    const lines = [
      [1, -5, 2, 4, 0.5],
      [0, 0, 0, 0, 0],
      [0.001, 0, 3, 0, 0],
    ].map((amounts) => {
      const terms = amounts.map((amount, node) => ({ node, amount, live: 1 }));
      return pathLines(english, write, { layer: 'fc1', terms, bias: 0, sum: 3, cells: 4 }).length;
    });
    expect(lines).toEqual([7, 7, 7]);
  });

  it('names the three strongest nodes and puts the others, with what is live of them, on one line', () => {
    const terms = [1, -5, 2, 4, 0.5].map((amount, node) => ({ node, amount, live: node }));
    const lines = pathLines(english, write, { layer: 'conv2', terms, bias: 0.25, sum: 2.75, cells: 25 });
    expect(lines.map(({ name, live, amount }) => `${name}|${live}|${amount}`)).toEqual([
      'Conv2 map 2|1/25|−5.00',
      'Conv2 map 4|3/25|+4.00',
      'Conv2 map 3|2/25|+2.00',
      '2 others|4/50|+1.50',
      'Biases||+0.25',
      'Rounding||0.00',
      'Sum||+2.75',
    ]);
  });
});

it('a region speaks for the digit, or for its rival', () => {
  const line = (amount: number) => regionLine(english, numbers, { place: 'upperLeft', amount }, 3, 8);
  expect(line(4.1)).toBe('Upper left speaks for 3: +4.10');
  expect(line(-2)).toBe('Upper left speaks for 8: −2.00');
  expect(strongestLine(english, numbers, { place: 'right', amount: 7.5 })).toContain('Right: +7.50');
});

describe('the picture of the shares', () => {
  const { paper, for: warm, against: cool } = PALETTE;
  const pixels = (input: number[], values: number[] | null, full = 1) => {
    const out = new Uint8ClampedArray(4 * input.length);
    writeSharePixels(out, { input, values, full }, PALETTE);
    return input.map((_, cell) => [...out.subarray(4 * cell, 4 * cell + 4)]);
  };

  it('is warm for the digit, cool for the rival, and shows the ink where a cell says nothing', () => {
    const [forDigit, forRival, inked, blank] = pixels([1, 1, 1, 0], [1, -1, 0, 0]);
    expect(forDigit).toEqual([...warm, 255]);
    expect(forRival).toEqual([...cool, 255]);
    expect(blank).toEqual([...paper, 255]);
    expect(inked[0]).toBeLessThan(blank[0]);
    expect(pixels([1, 0], null)).toEqual([inked, blank]);
  });

  it('takes the largest magnitude for the full colour, but never next to nothing', () => {
    expect(fullColorOf([0.5, -2, 1])).toBe(2);
    expect(fullColorOf([1e-9, 0])).toBe(0.1);
    expect(fullColorOf(null)).toBe(0.1);
  });
});
