import { describe, expect, it } from 'vitest';
import { addressedOptions, addressing, initialOptions, storedOptions, storing } from '../../src/state/options.ts';

describe('the options', () => {
  it('start with these defaults', () => {
    expect(initialOptions()).toEqual({
      language: 'en',
      theme: 'system',
      swapped: false,
      projector: false,
      maps: 'pooled',
      allLinks: false,
      logits: 'average',
      method: 'integrated',
      playSpeed: 1,
      playLoop: false,
      kernels: 'wasm',
    });
  });
});

describe('what is remembered', () => {
  it('is exactly what was chosen', () => {
    const stored = storing(storing(null, { language: 'ja', theme: 'dark' }), { swapped: true, theme: 'light' });
    expect(storedOptions(stored)).toEqual({ language: 'ja', theme: 'light', swapped: true });
    expect(storedOptions(storing(stored, { projector: false }))).toHaveProperty('projector', false);
  });

  it('does not include which maps are shown, whether chosen now or found in storage', () => {
    expect(JSON.parse(storing('{"swapped":true}', { maps: 'convolved' }))).toEqual({ swapped: true });
    expect(storedOptions('{"maps":"convolved"}')).toEqual({});
  });

  it.each([null, '', 'no JSON', 'null', '[]', '7', '{"theme":"pink","swapped":"yes","language":3,"other":1}'])(
    'is nothing if the stored text is %j',
    (stored) => {
      expect(storedOptions(stored)).toEqual({});
    },
  );

  it.each(['system', 'light', 'dark'] as const)('can be the theme %s', (theme) => {
    expect(storedOptions(storing(null, { theme }))).toEqual({ theme });
  });
});

describe('the address', () => {
  it('holds the language, exactly as written', () => {
    expect(addressedOptions('file:///page.html?x=1&lang=ja-JP&theme=dark#top')).toEqual({ language: 'ja-JP' });
    expect(addressedOptions('file:///page.html')).toEqual({});
  });

  it('tells how the network is computed, which nothing remembers', () => {
    expect(addressedOptions('file:///page.html?kernels=plain')).toEqual({ kernels: 'plain' });
    expect(addressedOptions('file:///page.html?kernels=fast')).toEqual({});
    expect(storedOptions('{"kernels":"plain"}')).toEqual({});
  });

  it('gets another language only if it names one, and keeps everything else', () => {
    expect(addressing('file:///page.html?lang=en&x=1#top', { language: 'ja' })).toBe(
      'file:///page.html?lang=ja&x=1#top',
    );
    expect(addressing('file:///page.html?x=1', { language: 'ja' })).toBe('file:///page.html?x=1');
    expect(addressing('file:///page.html?lang=en', { theme: 'dark' })).toBe('file:///page.html?lang=en');
  });
});
