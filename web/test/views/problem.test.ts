import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { DamagedBlock } from '../../src/state/blocks.ts';
import { MissingFeatures } from '../../src/views/parts/features.ts';
import { problemText } from '../../src/views/problem.ts';

describe('a page that cannot start', () => {
  it('says which block is damaged and what to do, in its language', () => {
    expect(problemText(english, new DamagedBlock('data-weights', 'missing'))).toMatch(
      /“data-weights”.*missing.*inkspect open/,
    );
    expect(problemText(japanese, new DamagedBlock('data-weights', 'missing'))).toContain('「data-weights」');
    expect(problemText(english, new Error('no canvas'))).toContain('no canvas');
  });

  it('names what the browser lacks, without mentioning data or building the page again', () => {
    const said = problemText(english, new MissingFeatures(['2D canvas', 'ResizeObserver']));
    expect(said).toMatch(/this browser lacks 2D canvas, ResizeObserver\.\n.*versions/);
    expect(said).not.toMatch(/data|inkspect open/);
  });
});
