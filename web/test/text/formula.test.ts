import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import type { LogitForm } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { type Part, readPart } from '../../src/explain/unit.ts';
import { numberFormulas, styleOf, symbolFormulas } from '../../src/text/formula.ts';
import { type Formula, formulaTex, formulaText, readFormula } from '../../src/text/notation.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { printSum, sumIn } from '../../src/text/sums.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';

const MEAN = '\u0304';
const evidence = createEvidence(publishedWeights)(goldenInputs()[3]);
const provenance = (text: string, form: LogitForm = 'computed') => provenanceOf(readPart(text) as Part, evidence, form);
const symbols = (text: string, form?: LogitForm) => symbolFormulas(provenance(text, form), form).map(formulaText);

function numbers(text: string, form?: LogitForm, language = 'en') {
  const style = styleOf(english, createNumbers(language, english));
  const described = provenance(text, form);
  const sum = sumIn(described);
  const printed = sum && printSum(sum, { decimals: 2, shown: 3, order: 'given' }, style.write);
  return numberFormulas(described, printed, style, form);
}

describe('a formula', () => {
  it.each([
    ['y_{o,i} = b_o + ∑_c w_{o,c} · x_{c,i+u}', 'y[o,i] = b[o] + ∑[c] w[o,c] · x[c,i+u]'],
    ['a = max(0, −1.25) = 0.00', 'a = max(0, −1.25) = 0.00'],
    ['(a − 1) − −2 + r − ½', '(a − 1) − −2 + r − ½'],
    ['p_d = \\frac{e^{z_d − m}}{s}', 'p[d] = e^(z[d] − m) / s'],
    ['\\frac{a + b}{c}', '(a + b) / c'],
    ['m_{i} = max_{u} a_{2i+u}', 'm[i] = max[u] a[2i+u]'],
    ['−0,31 + 0,03_{"12 smaller"}', '−0,31 + 0,03 (12 smaller)'],
    [`z_3 − z${MEAN}`, `z[3] − z${MEAN}`],
  ])('%s is %s as text', (source, text) => {
    expect(formulaText(readFormula(source))).toBe(text);
  });

  it.each([
    ['y_{o,i} = b_o + ∑_c w_{o,c} · x_c', 'y_{o , i} = b_{o} + \\sum_{c} w_{o , c} \\cdot x_{c}'],
    ['a = max(0, −1.25)', 'a = \\max ( 0 , -1.25 )'],
    ['p ≈ \\frac{e^{−4.9}}{s} = "<0.1%"', 'p \\approx \\frac{e^{-4.9}}{s} = \\text{\\textless{}0.1\\%}'],
    [`−0,31_{"a & b"} − w${MEAN}_u + ½`, '\\underset{\\text{a \\& b}}{-0{,}31} - \\bar{w}_{u} + \\tfrac12'],
  ])('%s is %s as LaTeX', (source, tex) => {
    expect(formulaTex(readFormula(source))).toBe(tex);
  });

  it.each([
    ['y_o = −1.25 − b', '<mrow><msub>y;o</msub>=;−1.25;−;b</mrow>'],
    ['∑_c x', '<mrow><munder>∑;c</munder>x</mrow>'],
    ['0.03_"12 smaller"', '<munder>0.03;12 smaller</munder>'],
    ['\\frac{e^{z}}{s}', '<mfrac><msup>e;z</msup>s</mfrac>'],
    [`z${MEAN}`, '<mover>z;¯</mover>'],
  ])('%s is MathML, too', (source, expected) => {
    expect(shape(readFormula(source))).toBe(expected);
  });

  it('knows names, numbers, operators and words apart in MathML', () => {
    const { content } = readFormula('max − ½ 2 "of all"');
    expect((content as readonly Formula[]).map(({ tag }) => tag)).toEqual(['mi', 'mo', 'mn', 'mn', 'mtext']);
  });
});

describe('the formulas of a part in symbols', () => {
  it.each<[string, string[]]>([
    ['input.3.4', ['x[i,j] = min(1, max(0, r + ½ − d))']],
    ['conv1.3.10.11', ['y[o,i,j] = ∑[c,u,v] w[o,c,u,v] · x[c,i+u,j+v] + b[o]', 'a[o,i,j] = max(0, y[o,i,j])']],
    ['pool2.3.1.1', ['m[o,i,j] = max[u,v] a[o,2i+u,2j+v]']],
    ['fc1.17', ['y[u] = ∑[k] w[u,k] · x[k] + b[u]', 'a[u] = max(0, y[u])']],
    ['logit.3', ['z[d] = ∑[u] w[d,u] · a[u] + b[d]']],
    ['probability.3', ['m = max[k] z[k]', 's = ∑[k] e^(z[k] − m)', 'p[d] = e^(z[d] − m) / s']],
    ['picture', ['S = ∑[i,j] x[i,j]']],
    ['map2.3', ['S[o] = ∑[c] C[o,c] + B[o]']],
    ['group.3', ['S[o] = ∑[c] C[o,c] + B[o]']],
    ['link.conv2.5.12', ['C = ∑[k] w[k] · x[k]']],
  ])('%s', (text, expected) => {
    expect(symbols(text)).toEqual(expected);
  });

  it('are told against the average digit for a logit', () => {
    const [formula] = symbols('logit.3', 'average');
    expect(formula).toBe('z[d] − z̄ = ∑[u] (w[d,u] − w̄[u]) · a[u] + b[d] − b̄'.normalize('NFD'));
  });
});

describe('the formulas of a part in numbers', () => {
  const parts = ['conv1.3.12.12', 'conv2.12.4.4', 'fc1.17', 'logit.3', 'map1.3', 'map2.12', 'group.4', 'link.fc1.2.4'];

  it.each(parts.flatMap((text) => (['computed', 'average'] as const).map((form) => [text, form] as const)))(
    'of %s, %s, add up exactly as they are printed',
    (text, form) => {
      for (const language of ['en', 'de', 'ja']) {
        const [formula] = numbers(text, form, language).map(formulaText);
        const equation = formula.replace(/ \([^)]*\)/g, '').replace(/,/g, '.');
        // A link to a dead target has nothing to add.
        const [, summands = '0.00', total] = /^\S+(?: − \S+)? =(?: (.*) =)? (\S+)$/.exec(equation) ?? [];
        const added = summands.split(/ (?=[+−] )/).reduce((sum, part) => sum + hundredths(part.replace(' ', '')), 0);
        expect(added, formula).toBe(hundredths(total));
      }
    },
  );

  it('rectify what they have added up', () => {
    for (const text of ['conv1.3.12.12', 'conv2.12.4.4', 'fc1.17', 'fc1.18', 'fc1.19']) {
      const [sum, relu] = numbers(text).map(formulaText);
      const total = sum.slice(sum.lastIndexOf(' ') + 1);
      expect(relu).toBe(`a = max(0, ${total}) = ${total.startsWith('−') ? '0.00' : total}`);
    }
  });

  it('name what is grouped, the bias and rounding', () => {
    const [formula] = numbers('logit.3', 'average').map(formulaText);
    expect(formula).toMatch(/^z\[3\] − z\u0304 = −?\d+\.\d\d( [+−] \d+\.\d\d)+ \(\d+ smaller\)/);
    expect(formula).toMatch(/ [+−] \d+\.\d\d \(bias\)/);
  });

  it('compare a pool’s four, and divide a probability’s exponential', () => {
    const [pool] = numbers('pool1.3.6.6').map(formulaText);
    const [, values, largest] = /^m = max\((.*)\) = (\S+)$/.exec(pool) ?? [];
    expect(values.split(', ').length).toBe(4);
    expect(Math.max(...values.split(', ').map(Number))).toBe(Number(largest));
    const [most, exponentials, share] = numbers('probability.3').map(formulaText);
    expect(most).toMatch(/^m = max\[k\] z\[k\] = −?\d+\.\d\d$/);
    expect(exponentials).toMatch(/^s = ∑\[k\] e\^\(z\[k\] − m\) = .* = \d+\.\d\d$/);
    expect(share).toMatch(/^p\[3\] = e\^−?\d+\.\d\d \/ \d+\.\d\d ≈ .*%$/);
    expect(numbers('input.14.14').map(formulaText)).toEqual([expect.stringMatching(/^x = \d\.\d\d$/)]);
  });
});

/** A printed number with two decimals, read digit by digit. */
function hundredths(text: string): number {
  const [, sign, whole, fraction] = /^([+−]?)(\d+)\.(\d\d)$/.exec(text) ?? [];
  return Number(whole + fraction) * (sign === '−' ? -1 : 1);
}

/** MathML with its leaves' texts only. */
function shape({ tag, content }: Formula): string {
  if (typeof content === 'string') return content;
  const inside = content.map((child, i) => {
    const next = content[i + 1];
    return shape(child) + (next && typeof child.content === 'string' ? ';' : '');
  });
  return `<${tag}>${inside.join('')}</${tag}>`;
}
