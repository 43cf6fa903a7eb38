import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { EMPTY_READING, type Reading } from '../../src/explain/reading.ts';
import { type Difference, differenceText } from '../../src/text/lab.ts';
import { measuredIn, measuredText, withoutText } from '../../src/text/lab-measured.ts';
import { createNumbers } from '../../src/text/numbers.ts';

const reading = (verdict: Reading['verdict'], digit: number, second = 9): Reading => {
  const probabilities = new Float32Array(10);
  probabilities[digit] = 0.6;
  probabilities[second] = 0.4;
  return { verdict, digit, probabilities };
};
const difference = (more: Partial<Difference>): Difference => ({
  without: ['fit'],
  changedCells: 97,
  usual: reading('digit', 4),
  other: reading('digit', 7),
  ...more,
});

describe('the sentence on what is different without some steps', () => {
  it('names the steps, how many cells look different, and both answers', () => {
    expect(differenceText(english, 'en', difference({}))).toBe(
      'Without the fit, 97 of 784 cells look different, and the answer is 7 instead of 4.',
    );
    expect(differenceText(english, 'en', difference({ without: ['fit', 'mass', 'pen'] }))).toMatch(
      /^Without the fit, the centre of mass, and the pen of one width, /,
    );
    expect(differenceText(japanese, 'ja', difference({ without: ['mass', 'pen'] }))).toBe(
      '重心合わせ、太さ合わせがないと、784 マスのうち 97 マスの見かけが変わり、答えは 4 ではなく 7 になります。',
    );
  });

  it('says that an answer stays, whatever its share', () => {
    expect(differenceText(english, 'en', difference({ other: reading('digit', 4, 1) }))).toMatch(
      /the answer is still 4\.$/,
    );
  });

  it('tells an unsure answer and none from a digit', () => {
    expect(differenceText(english, 'en', difference({ other: reading('unsure', 4) }))).toMatch(
      /is 4 or 9 instead of 4\.$/,
    );
    expect(differenceText(english, 'en', difference({ other: reading('none', 4) }))).toMatch(
      /is no digit instead of 4\.$/,
    );
    const both = difference({ usual: reading('none', 4), other: reading('none', 7) });
    expect(differenceText(english, 'en', both)).toMatch(/the answer is still no digit\.$/);
  });

  it('invites while nothing is drawn, and says when nothing is left out', () => {
    expect(differenceText(english, 'en', null)).toBe(english['lab.empty']);
    expect(differenceText(english, 'en', difference({ without: [] }))).toBe(english['lab.allOn']);
    expect(differenceText(english, 'en', difference({ usual: EMPTY_READING, without: [] }))).toBe(english['lab.allOn']);
  });
});

describe('what was measured without a step', () => {
  const MEASURED = { drawings: 1948, all: 0.9795, fit: 0.8717, mass: 0.961, pen: 0.979, none: 0.3958 };
  const numbers = createNumbers('en', english);

  it('is read from the weights’ metadata, and told without a word for developers', () => {
    const measured = measuredIn(JSON.stringify(MEASURED));
    if (measured === null) throw new Error('not read');
    expect(withoutText(english, numbers, measured, 'fit')).toBe('Without it: 87.17% right');
    expect(measuredText(english, numbers, measured)).toMatch(
      /1,948 digits.*97\.95% are read right with every step, 39\.58% without any\.$/,
    );
  });

  it.each([undefined, '', 'no JSON', 'null', '[]', '7', '{"all": 1}', JSON.stringify({ ...MEASURED, pen: '0.9' })])(
    'is nothing where the metadata say %s',
    (written) => {
      expect(measuredIn(written)).toBeNull();
    },
  );
});
