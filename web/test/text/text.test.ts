import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { isApple, shortcuts, undoKeys } from '../../src/text/keys.ts';
import { chooseLanguage, nextLanguage } from '../../src/text/language.ts';
import { layerName, nodeName, numberedName } from '../../src/text/layers.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { say } from '../../src/text/words.ts';

describe('the language', () => {
  const available = ['en', 'ja', 'pt-BR'];

  it.each([
    [['ja'], 'ja'],
    [['ja-JP'], 'ja'],
    [['JA_jp'], 'ja'],
    [['pt'], 'pt-BR'],
    [['pt-PT'], 'pt-BR'],
    [['fr', 'ja'], 'ja'],
    [[null, undefined, '', 'ja'], 'ja'],
    [['fr'], 'en'],
    [['j', 'jaa', '-', 'x-ja'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (wanted, chosen) => {
    expect(chooseLanguage(available, wanted)).toBe(chosen);
  });

  it('starts over after the last', () => {
    expect(['en', 'ja', 'pt-BR'].map((language) => nextLanguage(available, language))).toEqual(['ja', 'pt-BR', 'en']);
  });
});

describe('words', () => {
  it('have their values filled in, and show a placeholder without one', () => {
    expect(say(english, 'verdict.digit', { digit: 0 })).toBe('Reads as 0');
    expect(say(japanese, 'verdict.digit', { digit: 7 })).toBe('7 と読みました');
    expect(say(english, 'verdict.digit')).toBe('Reads as {digit}');
  });
});

describe('layers and their nodes', () => {
  it('are named in the page’s language, maps and groups counted from 1, digits by their own number', () => {
    expect(layerName(english, 'fc1')).toBe('FC');
    expect(nodeName(english, 'conv2', 4)).toBe('Conv2 map 5');
    expect(nodeName(japanese, 'fc1', 0)).toBe('全結合のグループ1');
    expect(numberedName(english, 'conv1', 7)).toBe('Conv1 8');
    expect(numberedName(english, 'output', 7)).toBe('Output 7');
    expect(numberedName(english, 'input', 0)).toBe('Input');
  });
});

describe('keys', () => {
  it("are listed with the names on the system's keyboards", () => {
    expect(isApple('MacIntel')).toBe(true);
    expect(isApple('Linux x86_64')).toBe(false);
    expect(undoKeys(english, true)).toEqual({ undo: 'Cmd+Z', redo: 'Shift+Cmd+Z' });
    expect(shortcuts(english, false).map(([keys]) => keys)).toEqual([
      'Arrow keys',
      'Shift+Arrow keys',
      'Space',
      'Arrow keys',
      'Page Down, Page Up',
      'Space',
      'Ctrl+Z',
      'Shift+Ctrl+Z',
      'Tab',
      '→ ←',
      'Page Down, Page Up',
      'Arrow keys',
      '1–4',
    ]);
  });
});

describe('numbers', () => {
  it('are written as in the language', () => {
    expect(createNumbers('en', english).percent(0.974)).toBe('97%');
    expect(createNumbers('en', english).count(27690)).toBe('27,690');
    expect(createNumbers('de', english).count(27690)).toBe('27.690');
    expect(createNumbers('ja', japanese).finePercent(0.9945)).toBe('99.45%');
    expect(createNumbers('en', english).signed(-0.5)).toBe('−0.50');
    expect(createNumbers('en', english).signed(1.25)).toBe('+1.25');
    expect(createNumbers('en', english).exact(0.004)).toBe('0.004');
  });

  it('never give a probability as 0% or 100%, in any form or language', () => {
    const { usual, tenths, rough, spoken, exact } = createNumbers('en', english).probability;
    expect([0, 0.0004, 0.001, 0.003, 0.01, 0.974].map(usual)).toEqual(['<0.1%', '<0.1%', '0.1%', '0.3%', '1%', '97%']);
    expect([0.99, 0.9962, 0.9992, 1].map(usual)).toEqual(['99%', '99.6%', '>99.9%', '>99.9%']);
    expect([0.0004, 0.003, 0.974, 0.9996].map(tenths)).toEqual(['<0.1%', '0.3%', '97.4%', '>99.9%']);
    expect([0.003, 0.01, 0.974, 0.9962].map(rough)).toEqual(['<1%', '1%', '97%', '>99%']);
    expect([0.0004, 0.974, 0.9996].map(spoken)).toEqual(['less than 0.1%', '97%', 'more than 99.9%']);
    expect([0.9999731, 0.25, 0.0000123456, 3.2e-12].map(exact)).toEqual(['99.99731%', '25%', '0.001235%', '3.2E−10%']);
    for (const write of [usual, tenths, rough, spoken, exact])
      for (const share of [0, 1e-45, 1e-9, 1 - 2 ** -24, 1]) expect(write(share)).not.toMatch(/^(0|100)(\.0+)?%$/);
    expect(createNumbers('de', english).probability.usual(1)).toBe('>99,9\u00a0%');
    expect(createNumbers('ja', japanese).probability.spoken(1)).toBe('99.9% 超');
  });

  it('at a scale’s ends are written as they are', () => {
    expect([0, 1].map(createNumbers('en', english).percent)).toEqual(['0%', '100%']);
  });

  it('are written alike in sums and outside, so that they can be copied into a calculator; counts are grouped', () => {
    for (const [language, words] of [['en', english] as const, ['ja', japanese] as const]) {
      const { decimal, signed, inSums, count } = createNumbers(language, words);
      expect([decimal(2222.333), signed(2222.333), signed(-12345.678)]).toEqual(['2222.33', '+2222.33', '−12345.68']);
      expect([decimal(2222.333), signed(2222.333)]).toEqual([
        inSums(2222.333, 2),
        inSums(2222.333, 2, 'plus and minus'),
      ]);
      expect(count(27690)).toBe('27,690');
    }
  });

  it('that round to 0 have no sign', () => {
    const { signed } = createNumbers('en', english);
    expect([0, 0.004, -0.004, -0].map(signed)).toEqual(['0.00', '0.00', '0.00', '0.00']);
    expect([0.006, -0.006].map(signed)).toEqual(['+0.01', '−0.01']);
  });
});
