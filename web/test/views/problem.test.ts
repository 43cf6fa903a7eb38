import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { DamagedBlock } from '../../src/state/blocks.ts';
import { problemText } from '../../src/views/problem.ts';

describe('a page that cannot start', () => {
  it('says which block is damaged and what to do, in its language', () => {
    expect(problemText(english, new DamagedBlock('data-weights', 'missing'))).toMatch(
      /“data-weights”.*missing.*inkspect open/,
    );
    expect(problemText(japanese, new DamagedBlock('data-weights', 'missing'))).toContain('「data-weights」');
    expect(problemText(english, new Error('no canvas'))).toContain('no canvas');
  });
});
