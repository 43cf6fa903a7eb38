import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import type { Evidence } from '../../src/explain/provenance/description.ts';
import { emptyEvidence } from '../../src/explain/provenance/empty.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { isUnit, type Part, readPart, writePart } from '../../src/explain/unit.ts';
import { copiedArithmetic } from '../../src/text/arithmetic-copy.ts';
import { type Feeding, feedingFormula, feedingOf } from '../../src/text/feeding.ts';
import { type NumberStyle, styleOf } from '../../src/text/formula.ts';
import { formulaTex, formulaText } from '../../src/text/notation.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';
import { everyPart } from '../parts.ts';

const explain = createEvidence(publishedWeights);
const drawings = goldenInputs().filter((_, i) => i % 40 === 0);
const at = (text: string) => readPart(text) as Part;

function styleIn(language: 'en' | 'ja'): NumberStyle {
  const words = language === 'en' ? english : japanese;
  return styleOf(words, createNumbers(language, words));
}
const style = styleIn('en');
const feeding = (text: string, evidence: Evidence, form: 'computed' | 'average' = 'computed'): Feeding =>
  feedingOf(at(text), evidence, form, style);
const numberIn = (text: string) => Number(text.replace('−', '-'));
/** Of what is printed, in units of its last decimal, so that it can be added exactly. */
const steps = (text: string) => BigInt(text.replace('−', '-').replace(/[+.]/g, ''));

describe('what a part feeds', () => {
  it('is printed with the largest first, and adds up exactly, for parts of every kind and in every language', () => {
    for (const input of drawings) {
      const evidence = explain(input);
      for (const part of everyPart().filter((_, i) => i % 61 === 0)) {
        for (const language of ['en', 'ja'] as const) {
          const { rows, printed, mostRows, note } = feedingOf(part, evidence, 'average', styleIn(language));
          expect(rows.length, writePart(part)).toBeLessThanOrEqual(mostRows);
          expect(note).not.toBe('');
          if (printed === null) continue;
          const amounts = rows.map(({ texts: [, , amount] }) => steps(amount));
          expect(amounts.slice(0, -1).reduce((sum, amount) => sum + amount, 0n)).toBe(amounts[amounts.length - 1]);
          const sizes = rows
            .filter(({ target }) => target)
            .map(({ texts: [, , amount] }) => Math.abs(numberIn(amount)));
          expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        }
      }
    }
  });

  it.each([
    ['input.14.14', 'conv1.', 200],
    ['pool1.3.5.5', 'conv2.', 16 * 9],
    ['pool2.12.2.3', 'fc1.', 64],
    ['fc1.15', 'logit.', 10],
    ['picture', 'map1.', 8],
    ['map1.2', 'map2.', 16],
    ['map2.12', 'group.', 16],
    ['group.3', 'logit.', 10],
  ])('of %s is all that takes it in in the next layer: %s…', (text, layer, count) => {
    for (const input of drawings) {
      const evidence = explain(input);
      const { rows, printed } = feeding(text, evidence);
      const targets = rows.flatMap(({ target }) => (target ? [writePart(target)] : []));
      expect(targets.filter((target) => !target.startsWith(layer))).toEqual([]);
      expect(printed?.lines.reduce((total, { terms }) => total + terms.length, 0)).toBe(count);
      // Each of them tells of the part as it does of itself.
      for (const { target, texts } of rows) {
        if (target === null) continue;
        const { terms } = provenanceOf(target, evidence);
        const own = terms.filter(({ source }) =>
          isUnit(at(text)) ? writePart(source) === text : ownedBy(writePart(source), text),
        );
        const brought = own.reduce((sum, { amount }) => sum + amount, 0);
        expect(Math.abs(brought - numberIn(texts[2])), `${writePart(target)}`).toBeLessThanOrEqual(0.0051);
        if (own.length === 1 && 'weight' in own[0])
          expect(Math.abs(Number(own[0].weight) - numberIn(texts[1]))).toBeLessThanOrEqual(0.0051);
      }
    }
  });

  it('says what share of all that flows into the target that is, for and against and with its bias', () => {
    const evidence = explain(drawings[1]);
    for (const text of ['pool2.12.2.3', 'pool1.3.5.5', 'fc1.15', 'input.13.14']) {
      for (const { target, texts } of feeding(text, evidence).rows) {
        if (target === null) continue;
        const made = provenanceOf(target, evidence);
        if (made.kind !== 'sum') throw new Error('not a sum');
        const all = made.terms.reduce((sum, { amount }) => sum + Math.abs(amount), Math.abs(made.bias));
        const own = made.terms.find(({ source }) => writePart(source) === text)?.amount ?? Number.NaN;
        expect(texts[3]).toBe(style.share(Math.abs(own) / all));
      }
    }
  });

  it('is, of a cell before pooling, its pool, with who wins it', () => {
    const evidence = explain(drawings[0]);
    const { winners } = evidence.trace.conv1;
    const pooled = winners.findIndex((winner, i) => winner === 3 && i >= 144);
    const [map, cell] = [Math.trunc(pooled / 144), pooled % 144];
    const [row, column] = [2 * Math.trunc(cell / 12) + 1, 2 * (cell % 12) + 1];
    const won = feeding(`conv1.${map}.${row}.${column}`, evidence);
    const lost = feeding(`conv1.${map}.${row - 1}.${column}`, evidence);
    expect(won.rows.map(({ target }) => target)).toEqual([at(`pool1.${map}.${(row - 1) / 2}.${(column - 1) / 2}`)]);
    expect(numberIn(won.rows[0].texts[2])).toBeCloseTo(evidence.trace.conv1.pooled[pooled], 2);
    expect(numberIn(lost.rows[0].texts[2])).toBe(0);
    for (const { note } of [won, lost])
      expect(note).toMatch(new RegExp(`^cell ${row + 1}, ${column + 1} is passed on`));
  });

  it('is, of a logit, its own probability, and of a probability nothing', () => {
    const evidence = explain(drawings[0]);
    const own = feeding('logit.3', evidence);
    const { logits, probabilities } = evidence.trace;
    expect(own.rows.map(({ target }) => target)).toEqual([at('probability.3')]);
    expect(numberIn(own.rows[0].texts[2])).toBeCloseTo(Math.exp(logits[3] - Math.max(...logits)), 2);
    expect(own.rows[0].texts[3]).toBe(style.share(probabilities[3]));
    expect(own.note).toContain('the other nine');
    expect(feeding('probability.3', evidence)).toMatchObject({ rows: [], note: 'Nothing further takes it in.' });
  });

  it('of something silent is nothing: all are grouped, and the sum is 0', () => {
    const evidence = explain(drawings[0]);
    const dead = evidence.trace.fc1.activations.indexOf(0);
    const { rows } = feeding(`fc1.${dead}`, evidence);
    expect(rows.map(({ texts }) => texts)).toEqual([
      ['10 silent', '', '0.00', ''],
      ['Sum', '', '0.00', ''],
    ]);
  });

  it('has its shape where nothing is drawn, so that its room can be kept', () => {
    const nothing = emptyEvidence(publishedWeights);
    for (const part of everyPart().filter((part, i) => part.layer !== 'link' && i % 37 === 0)) {
      const { mostRows, heads } = feedingOf(part, nothing, 'computed', style);
      const drawn = feedingOf(part, explain(drawings[0]), 'computed', style);
      expect([mostRows, heads], writePart(part)).toEqual([drawn.mostRows, drawn.heads]);
    }
  });
});

describe('copied', () => {
  const copied = (text: string) => {
    const evidence = explain(drawings[0]);
    const fed = feeding(text, evidence);
    return { fed, ...copiedArithmetic(provenanceOf(at(text), evidence), fed, 'computed', style, '') };
  };

  it('it stands below the sum, line by line, under the columns’ heads', () => {
    const { text, fed } = copied('pool2.12.1.4');
    const lines = text.trim().split('\n');
    const told = lines.slice(lines.indexOf('What it feeds') + 1);
    expect(told[0]).toBe('products\tFC\tweights\tshare');
    expect(told).toHaveLength(fed.rows.length + 1);
    expect(told[1]).toMatch(/^[−+]\d+\.\d+\tFC unit \d+\t−?\d\.\d\d\t<?\d+%$/);
    expect(told[told.length - 1]).toBe(`= ${fed.printed?.total}`);
    expect(copied('conv1.2.5.11').text).toMatch(/\nWhat it feeds\nAmount\tConv1\n\S+\tConv1 map 3, cell 3, 6\n.+\n$/);
    expect(copied('probability.3').text).toMatch(/\nWhat it feeds\nNothing further takes it in\.\n$/);
  });

  it('it is one of the formulas, each number over its target', () => {
    const { activations } = explain(drawings[0]).trace.fc1;
    const { tex, fed } = copied(`fc1.${activations.indexOf(Math.max(...activations))}`);
    const formula = feedingFormula(fed);
    if (formula === null) throw new Error('no formula');
    expect(tex).toContain(formulaTex(formula));
    expect(formulaText(formula)).toMatch(/^∑\[t\] w\[t\] · x = −?\d+\.\d+ \(Logit of \d\) [+−] .+ = −?\d+\.\d+$/);
    expect(feedingFormula(copied('logit.3').fed)).toBeNull();
  });
});

/** Whether the unit or node named lies in the node named. */
function ownedBy(source: string, node: string): boolean {
  if (source === node) return true;
  const [layer, index] = node.split('.');
  const unit = /^fc1\.(\d+)$/.exec(source)?.[1];
  return layer === 'group' && unit !== undefined && Math.trunc(Number(unit) / 4) === Number(index);
}
