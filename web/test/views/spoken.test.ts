import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { createAveraged } from '../../src/explain/averaged.ts';
import type { LogitForm } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { type Part, writePart } from '../../src/explain/unit.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import { initialState } from '../../src/state/state.ts';
import { arithmeticOf } from '../../src/text/arithmetic.ts';
import { styleOf } from '../../src/text/formula.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { partName, valueTexts } from '../../src/text/parts.ts';
import { type SpokenFrame, spokenArithmetic, spokenValues } from '../../src/views/diagram/spoken.ts';
import { penPlace, penState } from '../../src/views/pen-words.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';
import { everyPart } from '../parts.ts';

const { trace, contributions } = createEvidence(publishedWeights)(goldenInputs()[0]);
const averaged = createAveraged()(contributions);
const spoken = (language: 'en' | 'ja', logits: LogitForm = 'average'): SpokenFrame => {
  const words = language === 'en' ? english : japanese;
  const numbers = createNumbers(language, words);
  const network = createPlainNetwork(publishedWeights);
  const evidence = logits === 'average' ? averaged : contributions;
  return { words, language, numbers, trace, contributions, evidence, network, state: { logits, off: [], edited: [] } };
};

const numberOf = (text?: string) => Number(text?.replace('−', '-'));

describe('what is said of a selected part', () => {
  it('is its name with its numbers, and sources, others, bias and rounding that add up exactly to its sum', () => {
    const frame = spoken('en');
    for (const part of everyPart().filter(({ layer }) => layer === 'map2' || layer === 'group' || layer === 'logit')) {
      const [values, ...more] = spokenArithmetic(frame, part);
      expect(values.startsWith(`${partName(english, part)}: `)).toBe(true);
      const made = more.find((sentence) => sentence.startsWith('Largest'));
      if (made === undefined) continue;
      const amounts = [...made.matchAll(/\(([−+]?[\d.]+)\)/g)].map(([, amount]) => numberOf(amount));
      const named = part.layer === 'logit' ? 'against the average digit' : 'sum';
      const sum = numberOf(values.match(new RegExp(`${named} ([−+]?[\\d.]+)`))?.[1]);
      const added = amounts.reduce((total, amount) => total + Math.round(100 * amount), 0);
      expect(added, `${writePart(part)}: ${made}`).toBe(Math.round(100 * sum));
    }
  });

  it.each(['average', 'computed'] as const)('gives a link in the form that its arithmetic has: %s', (form) => {
    const frame = spoken('en', form);
    const evidence = { trace, contributions, weights: publishedWeights };
    const style = styleOf(english, frame.numbers);
    for (const part of everyPart().filter(({ layer }) => layer === 'link')) {
      const [contribution] = valueTexts(frame, part).map((text) => numberOf(text.split(' ').at(-1)));
      const { printed } = arithmeticOf(provenanceOf(part, evidence, form), style);
      if (printed) expect(Math.abs(contribution - numberOf(printed.total)), writePart(part)).toBeLessThan(0.0101);
    }
    const output = { layer: 'link', stage: 'output', source: 15, target: 1 } as const;
    const target = trace.logits[1] - (form === 'average' ? trace.logits.reduce((sum, one) => sum + one) / 10 : 0);
    expect(valueTexts(frame, output)[1]).toBe(`its target’s sum ${frame.numbers.signed(target)}`);
  });

  it.each([
    ['en', 'live pooled cells {count} of {all}'],
    ['ja', 'プーリング後に反応しているマス {all}個中{count}個'],
  ] as const)(
    'says of a map’s cells that those after pooling are counted, whichever maps are shown: %s',
    (language, said) => {
      const live = (cells: Float32Array) => String(cells.filter((cell) => cell > 0).length);
      for (const [layer, cells] of [
        ['map1', trace.conv1.pooled.subarray(144, 288)],
        ['map2', trace.conv2.pooled.subarray(25, 50)],
      ] as const) {
        const text = said.replace('{count}', live(cells)).replace('{all}', String(cells.length));
        expect(valueTexts(spoken(language), { layer, map: 1 })).toContain(text);
      }
    },
  );

  it('is what it feeds, too: the strongest with amount and share, or what becomes of it', () => {
    const frame = spoken('en');
    const loud = trace.fc1.activations.indexOf(Math.max(...trace.fc1.activations));
    const fed = spokenArithmetic(frame, { layer: 'fc1', unit: loud }).at(-1) ?? '';
    expect(fed).toMatch(/^It feeds: (Logit of \d \([−+]\d+\.\d+, share \d+%\)(, (and )?)?){3}\.$/);
    const cell = trace.conv1.winners.indexOf(0);
    const [map, place] = [Math.trunc(cell / 144), cell % 144];
    const own = { layer: 'conv1', map, cell: 48 * Math.trunc(place / 12) + 2 * (place % 12) } as const;
    const [, , feeds, wins] = spokenArithmetic(frame, own);
    expect(feeds).toMatch(new RegExp(`^It feeds: Conv1 map ${map + 1}, cell \\d+, \\d+ \\(\\d+\\.\\d+\\)\\.$`));
    expect(wins).toContain('is passed on');
    expect(spokenArithmetic(frame, { layer: 'probability', digit: 3 }).at(-1)).toBe('Nothing further takes it in.');
  });

  it('is a few sentences for every part, in every language', () => {
    for (const language of ['en', 'ja'] as const) {
      for (const part of everyPart().filter((_, i) => i % 23 === 0)) {
        const said = spokenArithmetic(spoken(language), part);
        expect(said.length).toBeLessThanOrEqual(4);
        expect(said.join(' '), writePart(part)).not.toMatch(/\{\w+\}|NaN|undefined/);
      }
    }
  });

  it('says of what is switched off that it is, and of a group only if all its units are', () => {
    const units = [16, 17, 18, 19].map((unit): Part => ({ layer: 'fc1', unit }));
    const said = (part: Part, off: readonly Part[]) => {
      const frame = spoken('en');
      return spokenValues({ ...frame, state: { ...frame.state, off } }, part).split(':')[0];
    };
    expect(said({ layer: 'pool2', map: 11, cell: 3 }, [{ layer: 'map2', map: 11 }])).toBe(
      'Conv2 map 12, cell 1, 4, switched off',
    );
    expect(said({ layer: 'group', group: 4 }, units)).toBe('FC group 5, switched off');
    expect(said({ layer: 'group', group: 4 }, units.slice(1))).toBe('FC group 5');
  });

  it('says that nothing is drawn where nothing is', () => {
    const empty = { ...spoken('en'), trace: null, contributions: null, evidence: null };
    expect(spokenArithmetic(empty, { layer: 'fc1', unit: 16 })).toEqual(['FC unit 17: nothing drawn yet']);
    expect(spokenValues(empty, { layer: 'picture' })).toBe('Input: nothing drawn yet');
  });
});

describe('the keyboard’s pen', () => {
  const state = initialState({ surroundings: { dark: false, forcedColors: false, printing: false } });
  const at = (x: number, y: number, words = english) => penPlace({ state: { ...state, pen: { x, y } }, words });

  it('says where it is, in words and in steps from the corner', () => {
    expect(at(2048, 2048)).toBe('Pen up. Middle, column 33, row 33');
    expect(at(0, 0)).toBe('Pen up. Upper left, column 1, row 1');
    expect(at(4096, 64)).toBe('Pen up. Upper right, column 65, row 2');
    expect(at(2048, 4096)).toBe('Pen up. Bottom, column 33, row 65');
    expect(at(704, 256, japanese)).toMatch(/12列5行/);
  });

  it('says nothing while the keyboard does not draw', () => {
    expect(penPlace({ state, words: english })).toBe('');
    expect(penState({ state, words: english })).toBe('');
  });
});
