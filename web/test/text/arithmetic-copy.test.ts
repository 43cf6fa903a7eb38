import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { type Part, readPart } from '../../src/explain/unit.ts';
import { arithmeticOf } from '../../src/text/arithmetic.ts';
import { copiedArithmetic } from '../../src/text/arithmetic-copy.ts';
import type { Feeding } from '../../src/text/feeding.ts';
import { styleOf } from '../../src/text/formula.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';

const style = styleOf(english, createNumbers('en', english));
/** What a part feeds has tests of its own. */
const nothing: Feeding = { heads: null, rows: [], mostRows: 0, printed: null, note: '' };
/** With ink under the cell of the first convolution that is asked about. */
const input = goldenInputs().find((one) => one[13 * 28 + 14] > 0) as Float32Array;
const evidence = createEvidence(publishedWeights)(input);
const provenance = (text: string) => provenanceOf(readPart(text) as Part, evidence, 'average');
const copied = (text: string, note = '') => copiedArithmetic(provenance(text), nothing, 'average', style, note);

describe('arithmetic that is taken away', () => {
  it('has the inspector’s lines, each with what it stands for, and its sum', () => {
    for (const part of [
      'conv1.3.11.12',
      'conv2.12.4.4',
      'fc1.17',
      'logit.3',
      'probability.3',
      'group.4',
      'link.fc1.5.4',
    ]) {
      const lines = copied(part).text.split('\n');
      const { rows, printed } = arithmeticOf(provenance(part), style);
      // An exponential that prints as 0 has a row to be asked by; the line is that of all of these.
      const shown = rows.slice(0, -1).filter(({ text }) => !text.startsWith('<'));
      const terms = lines.filter((line) => line.includes('\t')).map((line) => line.split('\t'));
      expect(terms.map(([amount]) => amount)).toEqual(shown.map(({ text }) => text));
      for (const [, name] of terms) expect(name).toMatch(/\w/);
      expect(lines.filter((line) => line.startsWith('= '))).toEqual([`= ${printed?.total}`]);
      expect(lines.join('')).not.toMatch(/NaN|undefined|\{\w+\}/);
    }
  });

  it('names a kernel’s cells, where the inspector shows the multiplications', () => {
    const first = copied('conv1.3.11.12')
      .text.split('\n')
      .find((line) => line.includes('\t'));
    expect(first).toMatch(/\tInput, cell \d+, \d+$/);
  });

  it('adds nothing up where nothing is', () => {
    for (const part of ['pool2.12.2.3', 'input.3.3']) expect(copied(part).text).not.toMatch(/\t|^= /m);
  });

  it('says of an altered network that it is', () => {
    const { text, tex } = copied('fc1.17', 'Altered network.');
    expect(text.split('\n')[1]).toBe('Altered network.');
    expect(tex.split('\n')[1]).toContain('Altered network.');
  });
});
