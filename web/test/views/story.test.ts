import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import type { Contributions } from '../../src/explain/contributions.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { type StoryFrame, storyOf } from '../../src/views/diagram/story.ts';

/** Contributions into the digits alone: by digit, by group. */
function evidence(into: Readonly<Record<number, readonly number[]>>): Contributions {
  const values = () => ({
    conv1: new Float64Array(8),
    conv2: new Float64Array(128),
    fc1: new Float64Array(256),
    output: new Float64Array(160),
  });
  const contributions: Contributions = { links: values(), biases: values(), sums: values() };
  for (const [digit, amounts] of Object.entries(into)) contributions.links.output.set(amounts, 16 * Number(digit));
  return contributions;
}

const THREE = { 3: [0, 2.9, 0, 4.25, -0.5, 0.4, -1.1], 8: [1, 0, 0, 0.25, 2] };

function frame(digits: readonly number[], rival: number | null = null, more: Partial<StoryFrame> = {}): StoryFrame {
  const flow = { digits, rival, shares: new Float64Array(552), onTrace: new Uint8Array(552) };
  const numbers = createNumbers(more.language ?? 'en', more.words ?? english);
  const state = { logits: 'average' } as const;
  return { words: english, language: 'en', numbers, evidence: evidence(THREE), flow, state, ...more };
}

const told = (of: StoryFrame): string =>
  storyOf(of)
    .map(({ text }) => text)
    .join('');

describe('the sentence under the diagram', () => {
  it('says what speaks most for the answer, and what against it, each with its amount', () => {
    expect(told(frame([3]))).toBe(
      'FC group 4 (+4.25) and FC group 2 (+2.90) speak most for 3, against the average digit. ' +
        'FC group 7 (−1.10) speaks most against it.',
    );
  });

  it('names each part by its written form, whose indices count from 0', () => {
    const parts = storyOf(frame([3])).filter(({ part }) => part !== null);
    expect(parts).toEqual([
      { text: 'FC group 4', part: 'group.3' },
      { text: 'FC group 2', part: 'group.1' },
      { text: '3', part: 'logit.3' },
      { text: 'FC group 7', part: 'group.6' },
    ]);
  });

  it('tells the logits’ own parts where they are shown as computed', () => {
    expect(told(frame([3], null, { state: { logits: 'computed' } }))).toBe(
      'FC group 4 (+4.25) and FC group 2 (+2.90) add most to the logit of 3. FC group 7 (−1.10) takes most from it.',
    );
  });

  it('gives each of two leaders its strongest', () => {
    expect(told(frame([3, 8]))).toBe(
      'FC group 4 (+4.25) speaks most for 3, FC group 5 (+2.00) for 8, each against the average digit.',
    );
  });

  it('of two digits told apart tells the differences', () => {
    expect(told(frame([3], 8))).toBe(
      'FC group 4 (+4.00) and FC group 2 (+2.90) speak most for 3 rather than 8. FC group 5 (−2.50) speaks most for 8.',
    );
  });

  it('agrees in number, and leaves out what there is not', () => {
    expect(told(frame([3], null, { evidence: evidence({ 3: [0, 2.9] }) }))).toBe(
      'FC group 2 (+2.90) speaks for 3, against the average digit.',
    );
    expect(told(frame([3], null, { evidence: evidence({}) }))).toBe('No FC group speaks for 3.');
    expect(told(frame([3, 8], null, { evidence: evidence({ 3: [0, 2.9] }) }))).toMatch(/^FC group 2 .* speaks for 3/);
    expect(told(frame([3], 8, { evidence: evidence({}) }))).toBe('No FC group speaks for 3 rather than 8.');
  });

  it('names nothing whose amount is printed as 0, such as what little speaks while parts are switched off', () => {
    const tiny = evidence({ 3: [0, 2.9, 0.004, -0.004], 8: [0.001] });
    expect(told(frame([3], null, { evidence: tiny }))).toBe(
      'FC group 2 (+2.90) speaks for 3, against the average digit.',
    );
    expect(told(frame([8], null, { evidence: tiny }))).toBe('No FC group speaks for 8.');
    expect(told(frame([3, 8], null, { evidence: tiny }))).toBe(told(frame([3], null, { evidence: tiny })));
    expect(told(frame([3], null, { evidence: evidence({ 3: [0.005, -0.006] }) }))).toBe(
      'FC group 1 (+0.01) speaks for 3, against the average digit. FC group 2 (−0.01) speaks most against it.',
    );
  });

  it('names no trifle: nothing below a tenth of what speaks most for the answer', () => {
    const only = 'FC group 1 (+4.00) speaks for 3, against the average digit.';
    expect(told(frame([3], null, { evidence: evidence({ 3: [4, -0.01] }) }))).toBe(only);
    expect(told(frame([3], null, { evidence: evidence({ 3: [4, -0.39, 0.39] }) }))).toBe(only);
    expect(told(frame([3], null, { evidence: evidence({ 3: [4, -0.4, 0.4] }) }))).toBe(
      'FC group 1 (+4.00) and FC group 3 (+0.40) speak most for 3, against the average digit. ' +
        'FC group 2 (−0.40) speaks most against it.',
    );
    expect(told(frame([3], 8, { evidence: evidence({ 3: [4], 8: [0, 0.39] }) }))).toBe(
      'FC group 1 (+4.00) speaks for 3 rather than 8.',
    );
    expect(told(frame([3], 8, { evidence: evidence({ 8: [0, 0.02] }) }))).toBe(
      'No FC group speaks for 3 rather than 8. FC group 2 (−0.02) speaks most for 8.',
    );
  });

  it('says that no digit is traced, or that nothing is drawn', () => {
    expect(told(frame([]))).toBe(english['story.none']);
    expect(told(frame([], null, { evidence: null, flow: null }))).toBe(english['story.empty']);
  });

  it('speaks the page’s language', () => {
    const said = told(frame([3], null, { words: japanese, language: 'ja' }));
    expect(said).toBe(
      '平均的な数字と比べて 3 への寄与が大きいのは、全結合のグループ4（+4.25）、全結合のグループ2（+2.90）です。' +
        '負の寄与は全結合のグループ7（−1.10）です。',
    );
    const more = [frame([3, 8]), frame([3], 8), frame([])].map((one) =>
      told({ ...one, words: japanese, language: 'ja' }),
    );
    expect(more.join('')).not.toMatch(/\{\w+\}/);
  });
});
