import { describe, expect, it } from 'vitest';
import { initialOptions, storedOptions, storing } from '../../src/state/options.ts';

describe('the options', () => {
  it('start with these defaults', () => {
    expect(initialOptions()).toEqual({
      language: 'en',
      theme: 'system',
      swapped: false,
      projector: false,
      stepFit: true,
      stepMass: true,
      stepPen: true,
      maps: 'pooled',
      allLinks: false,
      logits: 'average',
      method: 'integrated',
      playSpeed: 1,
      playLoop: false,
      writeDigit: 3,
      temperature: 0.8,
      topK: null,
      seed: 0,
      finishDigit: null,
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

  it('does not include how the network is computed, which only an address tells', () => {
    expect(storedOptions('{"kernels":"plain"}')).toEqual({});
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
