import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import type { Origin } from '../../src/explain/provenance/description.ts';
import { unitOrigin } from '../../src/explain/provenance/origins.ts';
import { readPart, type Unit } from '../../src/explain/unit.ts';
import { architecture } from '../../src/net/cnn/architecture.ts';
import {
  type ArithmeticRow,
  arithmeticOf,
  type Detail,
  formulasOf,
  mostRows,
  noteOf,
} from '../../src/text/arithmetic.ts';
import { type NumberStyle, styleOf } from '../../src/text/formula.ts';
import { formulaText } from '../../src/text/notation.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';

const SUMS = [
  'conv1.3.11.12',
  'conv1.0.0.0',
  'conv2.12.4.4',
  'fc1.17',
  'fc1.18',
  'logit.3',
  'logit.8',
  'probability.3',
];
const styleIn = (language: string): NumberStyle => {
  const words = language === 'en' ? english : japanese;
  return styleOf(words, createNumbers(language, words));
};
const style = styleIn('en');
const explain = createEvidence(publishedWeights);
/** Some that have ink under the cell that is asked about, and others. */
const drawings = goldenInputs().filter((input, i) => i % 16 === 0 || (i < 16 && input[13 * 28 + 14] > 0));
const originsOf = (input: Float32Array, texts: readonly string[]): Origin[] =>
  texts.map((text) => unitOrigin(readPart(text) as Unit, explain(input), 'average'));

/** The decimal that is printed, in units of its last place; what lies below the last place counts as nothing. */
function units(text: string): bigint {
  if (text.startsWith('<')) return 0n;
  if (!/^[+−]?\d+\.\d+$/.test(text)) throw new Error(`not a number: ${text}`);
  return BigInt(text.replace('−', '-').replace('+', '').replace('.', ''));
}

function expectExact(rows: readonly ArithmeticRow[]): void {
  const lines = rows.slice(0, -1).map(({ text }) => units(text));
  expect(lines.reduce((sum, line) => sum + line, 0n)).toBe(units(rows[rows.length - 1].text));
}

describe('a unit’s rows', () => {
  it.each(['usual', 'full'] as const)(
    'add up exactly as printed, in %s detail, in both languages',
    (detail: Detail) => {
      for (const language of ['en', 'ja']) {
        for (const input of drawings) {
          for (const origin of originsOf(input, SUMS)) {
            const { rows, decimals } = arithmeticOf(origin, styleIn(language), detail);
            expectExact(rows);
            expect(rows.some(({ name }) => name === styleIn(language).words['sum.bias'])).toBe(origin.kind === 'sum');
            expect(rows.every(({ text }) => text.split('.')[1].length === decimals)).toBe(true);
            if (detail === 'usual') expect(rows.length).toBeLessThanOrEqual(mostRows(origin));
          }
        }
      }
    },
  );

  it('are a waterfall: each begins where the one above ends, and the result begins at 0', () => {
    for (const origin of originsOf(drawings[0], SUMS)) {
      const { rows, decimals } = arithmeticOf(origin, style);
      const [lines, result] = [rows.slice(0, -1), rows[rows.length - 1]];
      for (let i = 1; i < lines.length; i++) {
        if (!lines[i].text.startsWith('<')) expect(lines[i].from).toBeCloseTo(lines[i - 1].to, 9);
      }
      expect(result.from).toBe(0);
      expect(`${result.to > 0 ? '+' : ''}${result.to.toFixed(decimals)}`).toBe(result.text.replace('−', '-'));
    }
  });

  it('say a kernel’s products, the nodes behind other sums, and all terms in full detail', () => {
    const inked = drawings.find((input) => input[13 * 28 + 14] > 0) as Float32Array;
    const [conv1, , conv2, fc1, , logit] = originsOf(inked, SUMS);
    const namesOf = (origin: Origin, detail?: Detail) =>
      arithmeticOf(origin, style, detail).rows.map(({ name }) => name);
    expect(namesOf(conv1)[0]).toMatch(/^\d\.\d+ × −?\d\.\d+$/);
    expect(namesOf(conv2)[0]).toMatch(/^Conv1 map \d$/);
    expect(namesOf(fc1)[0]).toMatch(/^Conv2 map \d+$/);
    expect(namesOf(logit)[0]).toMatch(/^FC group \d+$/);
    const live = logit.terms.filter(({ amount }) => amount !== 0).length;
    const parts = arithmeticOf(logit, style, 'full').rows.flatMap(({ part }) => part ?? []);
    expect(parts.length).toBeGreaterThan(live / 2);
    expect(parts.every(({ layer }) => layer === 'fc1')).toBe(true);
  });

  it('show all ten exponentials, whatever they print as', () => {
    for (const input of drawings) {
      const [softmax] = originsOf(input, ['probability.3']);
      const { rows } = arithmeticOf(softmax, style);
      const digits = rows.flatMap(({ part }) => (part && 'digit' in part ? [part.digit] : []));
      expect([...digits].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });
});

describe('what becomes of it', () => {
  const blank = new Float32Array(architecture.conv1.inputHeight * architecture.conv1.inputWidth);

  it('says what a dead unit would have needed, never as 0 if it missed', () => {
    for (const origin of originsOf(drawings[0], SUMS)) {
      if (origin.kind !== 'sum' || !origin.rectified) continue;
      const said = noteOf(origin, style);
      if (origin.output > 0) expect(said).toBe(english['unit.live']);
      else expect(Number(/more than ([\d.]+) more/.exec(said)?.[1])).toBeCloseTo(-origin.preactivation, 2);
    }
    const [conv1] = originsOf(blank, ['conv1.0.0.0']);
    const narrow = { ...conv1, output: 0, preactivation: -1e-6, needed: 1e-6 } as Origin;
    expect(noteOf(narrow, style)).toContain('0.000001');
  });

  it('names the winner, the first of equal ones, and says so if there is none', () => {
    const cell = (i: number, input: number, wins: boolean) => {
      const source = readPart(`conv2.12.${4 + Math.trunc(i / 2)}.${6 + (i % 2)}`) as Unit;
      return { source, input, amount: wins ? input : 0, wins };
    };
    const largest = (inputs: readonly number[], winner: number): Origin => {
      const terms = inputs.map((input, i) => cell(i, input, i === winner));
      return { kind: 'largest', part: readPart('pool2.12.2.3') as Unit, terms, output: Math.max(...inputs) };
    };
    expect(noteOf(largest([0.5, 0.25, 0.5, 0], 0), style)).toMatch(/^cell 5, 7 is passed on: .*the first/);
    expect(noteOf(largest([0, 0, 0, 0], -1), style)).toBe(english['unit.noWinner']);
    const { rows } = arithmeticOf(largest([0.1, 0.75, 0, 0], 1), style);
    expect(rows.map(({ text, strong }) => `${text}${strong ? '!' : ''}`)).toEqual([
      '0.100',
      '0.750!',
      '0.000',
      '0.000',
      '0.750!',
    ]);
  });

  it('is defined for blank paper and a pixel without ink', () => {
    for (const origin of originsOf(blank, [...SUMS, 'pool1.0.3.3', 'input.5.7'])) {
      const { rows, printed } = arithmeticOf(origin, style);
      if (printed) expectExact(rows);
      for (const { text } of rows) expect(text).not.toMatch(/NaN|Infinity|-/);
      expect(formulasOf(origin, printed, style, 'average').map(formulaText).join()).not.toMatch(/NaN|undefined|-/);
    }
    expect(arithmeticOf(originsOf(blank, ['input.5.7'])[0], style).rows.map(({ text }) => text)).toEqual(['0.00']);
  });

  it('is told in formulas whose sum is the printed one', () => {
    const [, , conv2, , , logit, , softmax] = originsOf(drawings[0], SUMS);
    const told = (origin: Origin) => {
      const { printed } = arithmeticOf(origin, style);
      return { total: printed?.total, lines: formulasOf(origin, printed, style, 'average').map(formulaText) };
    };
    const { total, lines } = told(conv2);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(`max(0, ${total})`);
    expect(told(logit).lines).toHaveLength(1);
    expect(told(softmax).lines.at(-1)).toContain(told(softmax).total);
  });
});
