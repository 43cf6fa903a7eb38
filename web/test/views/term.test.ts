import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';

const SENTENCES = Object.entries(english).filter(([key]) => key.startsWith('glossary.'));

describe('the glossary', () => {
  it('explains each of its terms, and only those, in one sentence', () => {
    const names = Object.keys(english).filter((key) => key.startsWith('term.'));
    expect(SENTENCES.map(([key]) => key.replace('glossary', 'term')).sort()).toEqual(names.sort());
    expect(SENTENCES).toHaveLength(12);
    for (const [key, sentence] of SENTENCES) {
      expect(sentence.match(/[.?!](?=\s|$)/g), key).toEqual(['.']);
      expect(sentence.length, key).toBeLessThan(160);
    }
  });

  it('is written in Japanese too', () => {
    const words: Record<string, string> = japanese;
    for (const [key] of SENTENCES) expect(words[key], key).toMatch(/[ぁ-ん].*。$/);
  });
});
