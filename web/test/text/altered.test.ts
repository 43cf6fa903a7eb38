import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import type { Alterations } from '../../src/explain/alterations.ts';
import { alteredNotice, alteredNotices } from '../../src/text/altered.ts';

const weights = new Float32Array(9);
const ALTERED: Alterations = {
  off: [
    { layer: 'map1', map: 0 },
    { layer: 'fc1', unit: 6 },
  ],
  edited: [{ link: { layer: 'link', stage: 'conv2', source: 2, target: 11 }, weights }],
};

describe('what is said of an altered network', () => {
  it('names every part and kernel, then counts them, then says that it is altered, in less and less room', () => {
    expect(alteredNotices(english, 'en', ALTERED)).toEqual([
      alteredNotice(english, 'en', ALTERED),
      'Altered – parts off: 2 · kernels edited: 1.',
      'Altered network.',
    ]);
    expect(alteredNotices(japanese, 'ja', ALTERED).slice(1)).toEqual([
      '変更したネットワーク – 停止中の部分：2 · 編集したカーネル：1。',
      '変更したネットワーク。',
    ]);
  });

  it('is only of what there is', () => {
    expect(alteredNotice(english, 'en', ALTERED)).toMatch(/switched off: .* · edited kernels: Conv1 3 → Conv2 12\.$/);
    expect(alteredNotices(english, 'en', { ...ALTERED, off: [] })[1]).toBe('Altered – kernels edited: 1.');
    expect(alteredNotices(english, 'en', { ...ALTERED, edited: [] })[1]).toBe('Altered – parts off: 2.');
    expect(alteredNotices(english, 'en', { off: [], edited: [] })).toEqual(['']);
  });
});
