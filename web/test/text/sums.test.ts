import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { type Part, readPart } from '../../src/explain/unit.ts';
import { createQuantities } from '../../src/text/quantities.ts';
import { decimalsFor, lineName, type PrintedSum, printSum, type Sum, sumIn } from '../../src/text/sums.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';

const write = createQuantities('en');
const STYLE = { decimals: 2, shown: 3, order: 'largest first' } as const;

const sumOf = (amounts: readonly number[], bias: number): Sum => ({
  terms: amounts.map((amount) => ({ amount })),
  bias,
  sum: amounts.reduce((total, amount) => total + amount, bias),
});
const linesOf = ({ lines }: PrintedSum) => lines.map((line) => `${line.text} ${lineName(english, line)}`.trim());

/** The decimal number that is printed, in units of its last decimal; every digit is read, nothing is rounded. */
function read(text: string, decimals: number): bigint {
  const [, sign, whole, point, fraction = ''] = /^([+−]?)(\d+)([.,])?(\d*)$/.exec(text) ?? [];
  expect([point !== undefined, fraction.length], text).toEqual([decimals > 0, decimals]);
  return BigInt(`${whole}${fraction}`) * (sign === '−' ? -1n : 1n);
}

function expectExact({ lines, total, decimals }: PrintedSum): void {
  let soFar = 0n;
  for (const line of lines) {
    soFar += read(line.text, decimals);
    expect(read(line.total, decimals)).toBe(soFar);
    expect(read(line.text, decimals)).toBe(BigInt(line.steps));
  }
  expect(read(total, decimals)).toBe(soFar);
}

describe('a printed sum', () => {
  it('shows the largest terms, groups the others, and says what rounding has changed', () => {
    const sum = sumOf([0.114, 2.5, 0, -1.254, 0.004, 0.104, 0, -0.064], 0.25);
    expect(linesOf(printSum(sum, STYLE, write))).toEqual([
      '+2.50',
      '−1.25',
      '+0.11',
      '+0.04 3 smaller',
      '0.00 2 silent',
      '+0.25 bias',
    ]);
    expect(linesOf(printSum(sum, { ...STYLE, decimals: 1, order: 'given' }, write))).toEqual([
      '+0.1',
      '+2.5',
      '−1.3',
      '0.0 3 smaller',
      '0.0 2 silent',
      '+0.3 bias',
      '+0.1 rounding',
    ]);
    expect(printSum(sum, { ...STYLE, decimals: 1 }, write).total).toBe('1.7');
  });

  it('is signed below its lines, as they are, and plain behind an equals sign', () => {
    const printed = [sumOf([22.08, 38], 0), sumOf([-2, 1], 0), sumOf([1, -1], 0)].map((sum) =>
      printSum(sum, STYLE, write),
    );
    expect(printed.map(({ signedTotal }) => signedTotal)).toEqual(['+60.08', '−1.00', '0.00']);
    expect(printed.map(({ total }) => total)).toEqual(['60.08', '−1.00', '0.00']);
  });

  it('keeps a running total that ends at the sum', () => {
    const { lines, total } = printSum(sumOf([0.5, -2, 1], 0.25), STYLE, write);
    expect(lines.map((line) => line.total)).toEqual(['−2.00', '−1.00', '−0.50', '−0.25']);
    expect(total).toBe('−0.25');
  });

  it('gives a single small term its own line, as a group would take one, too', () => {
    expect(linesOf(printSum(sumOf([4, 3, 2, 1], 0), STYLE, write))).toEqual([
      '+4.00',
      '+3.00',
      '+2.00',
      '+1.00',
      '0.00 bias',
    ]);
  });

  it('groups what would be printed as 0, however many terms may be shown', () => {
    const sum = sumOf([1, 0.004, -0.003, 0.002, 0], 0);
    expect(linesOf(printSum(sum, { ...STYLE, shown: 5 }, write))).toEqual([
      '+1.00',
      '0.00 3 smaller',
      '0.00 1 silent',
      '0.00 bias',
    ]);
  });

  it('of nothing but silent terms, or of none, is its bias', () => {
    expect(linesOf(printSum(sumOf([0, -0, 0], -0.1), STYLE, write))).toEqual(['0.00 3 silent', '−0.10 bias']);
    expect(printSum({ terms: [], sum: 0 }, STYLE, write)).toEqual({
      lines: [],
      total: '0.00',
      signedTotal: '0.00',
      decimals: 2,
    });
  });

  it('adds up exactly as printed, whatever the numbers, decimals and lines', () => {
    const amount = fc.oneof(
      fc.double({ min: -1000, max: 1000, noNaN: true }),
      fc.double({ min: -0.01, max: 0.01, noNaN: true }),
      fc.constant(0),
      fc.integer({ min: -2000, max: 2000 }).map((n) => n / 200),
    );
    fc.assert(
      fc.property(
        fc.array(amount, { maxLength: 80 }),
        amount,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 90 }),
        fc.constantFrom('given', 'largest first'),
        (amounts, bias, decimals, shown, order) => {
          const sum = sumOf(amounts, bias);
          const printed = printSum(sum, { decimals, shown, order }, write);
          expectExact(printed);
          // Every term is in exactly one line, and no line is further from its amount than rounding takes it.
          const terms = printed.lines.flatMap((line) => line.terms);
          expect([...terms].sort((a, b) => a - b)).toEqual(amounts.map((_, i) => i));
          const half = 0.5000001 / 10 ** decimals;
          for (const { kind, terms: of, steps } of printed.lines) {
            if (kind === 'rounding') {
              expect(steps).not.toBe(0);
              expect(Math.abs(steps)).toBeLessThanOrEqual(printed.lines.length);
              continue;
            }
            const exact = kind === 'bias' ? bias : of.reduce((total, i) => total + amounts[i], 0);
            expect(Math.abs(steps / 10 ** decimals - exact)).toBeLessThanOrEqual(half + 1e-9);
          }
          expect(Math.abs(Number(printed.total.replace('−', '-')) - sum.sum)).toBeLessThanOrEqual(half + 1e-9);
        },
      ),
    );
  });

  it('of everything that adds up in the golden drawings is exact, and its lines are as many as asked for', () => {
    const explain = createEvidence(publishedWeights);
    const parts = [
      'conv1.3.11.12',
      'conv2.12.4.4',
      'fc1.17',
      'logit.3',
      'probability.3',
      'map1.3',
      'map2.12',
      'group.4',
    ];
    for (const input of goldenInputs()) {
      const evidence = explain(input);
      for (const text of [...parts, 'link.conv2.5.12', 'link.output.4.3']) {
        const provenance = provenanceOf(readPart(text) as Part, evidence, 'average');
        const sum = sumIn(provenance) as Sum;
        const printed = printSum(sum, { ...STYLE, shown: 8, decimals: decimalsFor(sum) }, write);
        expectExact(printed);
        expect(printed.lines.length).toBeLessThanOrEqual(8 + 4);
        const hasBias = !text.startsWith('link') && !text.startsWith('probability');
        expect(printed.lines.filter(({ kind }) => kind === 'bias').length).toBe(hasBias ? 1 : 0);
        if ('preactivation' in provenance)
          expect(printed.total).toBe(write(provenance.preactivation, printed.decimals));
      }
    }
  });

  it('does not exist where nothing is added', () => {
    const evidence = createEvidence(publishedWeights)(goldenInputs()[0]);
    for (const text of ['input.3.3', 'picture', 'pool1.3.3.3'])
      expect(sumIn(provenanceOf(readPart(text) as Part, evidence))).toBeNull();
  });
});

describe('decimals', () => {
  it.each([
    [[12.3, 0.1], 2],
    [[-0.31], 3],
    [[0.031, -0.002], 4],
    [[0.00031], 6],
    [[1e-12], 8],
    [[0, 0], 2],
    [[], 2],
  ])('for %j are %d', (amounts, decimals) => {
    expect(decimalsFor(sumOf(amounts, 0))).toBe(decimals);
  });
});

describe('quantities', () => {
  it('have a wide minus and the language’s decimal point, and 0 has no sign', () => {
    expect([1.5, -1.5, 0, -0, -0.004].map((value) => write(value, 2))).toEqual([
      '1.50',
      '−1.50',
      '0.00',
      '0.00',
      '0.00',
    ]);
    expect([1.5, -1.5, -0.004].map((value) => write(value, 2, 'plus and minus'))).toEqual(['+1.50', '−1.50', '0.00']);
    expect(createQuantities('de')(-1234.5, 1)).toBe('−1234,5');
    expect(createQuantities('ja')(-1234.5, 3)).toBe('−1234.500');
  });
});

describe('a line’s name', () => {
  it('is in the page’s language; a term is named by who shows it', () => {
    const { lines } = printSum(sumOf([3, 2, 1, 0.5, 0.5, 0, 0], 1), STYLE, write);
    expect(lines.map((line) => lineName(japanese, line))).toEqual([
      '',
      '',
      '',
      'ほかの小さな項2個',
      '0の項2個',
      'バイアス',
    ]);
  });
});
