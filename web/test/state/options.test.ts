import { describe, expect, it } from 'vitest';
import { addressedOptions, addressing, initialOptions, storedOptions, storing } from '../../src/state/options.ts';

describe('the options', () => {
  it('are at first the page as everybody knows it', () => {
    expect(initialOptions()).toEqual({
      language: 'en',
      theme: 'system',
      swapped: false,
      projector: false,
      maps: 'pooled',
    });
  });
});

describe('what is remembered', () => {
  it('is what was chosen, and nothing that was not', () => {
    const stored = storing(storing(null, { language: 'ja', theme: 'dark' }), { swapped: true, theme: 'light' });
    expect(storedOptions(stored)).toEqual({ language: 'ja', theme: 'light', swapped: true });
    expect(storedOptions(storing(stored, { projector: false }))).toHaveProperty('projector', false);
  });

  it('is not which maps are shown, whether chosen here or written there', () => {
    expect(JSON.parse(storing('{"swapped":true}', { maps: 'convolved' }))).toEqual({ swapped: true });
    expect(storedOptions('{"maps":"convolved"}')).toEqual({});
  });

  it.each([null, '', 'no JSON', 'null', '[]', '7', '{"theme":"pink","swapped":"yes","language":3,"other":1}'])(
    'is nothing where what is stored is %j',
    (stored) => {
      expect(storedOptions(stored)).toEqual({});
    },
  );

  it.each(['system', 'light', 'dark'] as const)('may be the theme %s', (theme) => {
    expect(storedOptions(storing(null, { theme }))).toEqual({ theme });
  });
});

describe('the address', () => {
  it('tells the language, as it is written there', () => {
    expect(addressedOptions('file:///page.html?x=1&lang=ja-JP&theme=dark#top')).toEqual({ language: 'ja-JP' });
    expect(addressedOptions('file:///page.html')).toEqual({});
  });

  it('gets another language only where it names one, and keeps all else', () => {
    expect(addressing('file:///page.html?lang=en&x=1#top', { language: 'ja' })).toBe(
      'file:///page.html?lang=ja&x=1#top',
    );
    expect(addressing('file:///page.html?x=1', { language: 'ja' })).toBe('file:///page.html?x=1');
    expect(addressing('file:///page.html?lang=en', { theme: 'dark' })).toBe('file:///page.html?lang=en');
  });
});
