import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQuantities } from '../../src/text/quantities.ts';
import { readAgainst, readNumber } from '../../src/text/typed.ts';

describe('a typed number', () => {
  it.each([
    ['0.25', 0.25],
    [' -0.25 ', -0.25],
    ['−0.25', -0.25],
    ['–1', -1],
    ['+.5', 0.5],
    ['3.', 3],
    ['1e-3', 0.001],
    ['－０．５', -0.5],
    ['ー０．５', -0.5],
    ['ｰ0.5', -0.5],
    ['　＋１．５ｅ－３　', 0.0015],
    ['9.99999999999999999999999e-5', 1e-4],
  ])('%s is read', (typed, number) => {
    expect(readNumber(typed)).toBe(number);
  });

  it.each([
    '',
    ' ',
    '-',
    '.',
    'abc',
    '0,5',
    '1.2.3',
    '--1',
    '0x10',
    'Infinity',
    'NaN',
    '1 2',
    '1e',
    '²',
    '1²',
    '₂',
    '½',
    '①',
    '⁻1',
  ])('“%s” is none', (typed) => {
    expect(readNumber(typed)).toBeNull();
  });

  it('is whatever the page prints, in both languages', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom('en', 'ja'), (thousandths, language) => {
        const printed = createQuantities(language)(thousandths / 1000, 3, 'plus and minus');
        expect(readNumber(printed)).toBe(thousandths / 1000);
      }),
    );
  });

  it('that is printed is the one that was rounded for it', () => {
    const printed = [
      { text: '−0.008', number: -0.0079 },
      { text: '0.000', number: 0.0003 },
    ];
    for (const typed of ['−0.008', '-0.008', ' －０．００８ ']) expect(readAgainst(typed, printed)).toBe(-0.0079);
    expect(readAgainst('0.000', printed)).toBe(0.0003);
    expect(readAgainst('0', printed)).toBe(0);
    expect(readAgainst('-0.0080', printed)).toBe(-0.008);
    expect(readAgainst('much', printed)).toBeNull();
  });
});
