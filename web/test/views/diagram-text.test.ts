import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import type { Contributions } from '../../src/explain/contributions.ts';
import { EMPTY_READING, type Verdict } from '../../src/explain/reading.ts';
import type { Part } from '../../src/explain/unit.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { type SummaryFrame, sentencesOf } from '../../src/views/diagram/summary.ts';

function known(): Contributions {
  const values = () => ({
    conv1: new Float64Array(8).fill(1),
    conv2: new Float64Array(16).fill(1),
    fc1: new Float64Array(16).fill(1),
    output: new Float64Array(10).fill(1),
  });
  const contributions: Contributions = {
    links: {
      conv1: new Float64Array(8),
      conv2: new Float64Array(128),
      fc1: new Float64Array(256),
      output: new Float64Array(160),
    },
    biases: values(),
    sums: values(),
  };
  contributions.links.output.set([0, 2.5, 0, -1.25, 4], 7 * 16);
  contributions.links.output.set([9, 9, 9], 3 * 16);
  contributions.links.fc1.set([0, 0.75, -3], 4 * 16);
  contributions.sums.conv1[5] = 30;
  contributions.sums.conv1[2] = 20;
  contributions.sums.conv2[15] = 12;
  contributions.sums.conv2[0] = 0;
  contributions.sums.fc1[9] = 0;
  return contributions;
}

const frame = (more: Partial<SummaryFrame> = {}, verdict: Verdict = 'digit'): SummaryFrame => ({
  words: english,
  language: 'en',
  numbers: {
    probability: { spoken: (share) => `${Math.round(100 * share)}%` },
    signed: (quantity) => `${quantity > 0 ? '+' : ''}${quantity}`,
  },
  evidence: known(),
  flow: null,
  state: { logits: 'average', off: [], edited: [] },
  reading: { verdict, digit: 7, probabilities: Float32Array.of(0, 0, 0, 0.25, 0, 0, 0, 0.75, 0, 0) },
  ...more,
});

describe('what the diagram says in words', () => {
  it('says first that the network is altered, also while nothing is drawn; what is off is not called silent', () => {
    const off: Part[] = [
      { layer: 'map2', map: 0 },
      { layer: 'fc1', unit: 36 },
    ];
    const said = sentencesOf(frame({ state: { logits: 'average', off, edited: [] } }));
    expect(said[0]).toBe('Altered network – switched off: Conv2 map 1 and FC unit 37.');
    expect(said.at(-1)).toBe('Silent for this drawing: FC group 10.');
    const units = [36, 37, 38, 39].map((unit): Part => ({ layer: 'fc1', unit }));
    expect(sentencesOf(frame({ state: { logits: 'average', off: units, edited: [] } })).at(-1)).toBe(
      'Silent for this drawing: Conv2 map 1.',
    );
    expect(sentencesOf(frame({ state: { logits: 'average', off, edited: [] }, evidence: null }))).toEqual([
      said[0],
      english['diagram.textEmpty'],
    ]);
  });

  it('names edited kernels by their links, after what is switched off', () => {
    const links = [
      { layer: 'link', stage: 'conv1', source: 0, target: 2 },
      { layer: 'link', stage: 'conv2', source: 4, target: 11 },
    ] as const;
    const edited = links.map((link) => ({ link, weights: new Float32Array() }));
    const off: Part[] = [{ layer: 'map2', map: 0 }];
    const first = (state: { off: Part[]; edited: typeof edited }) =>
      sentencesOf(frame({ state: { logits: 'average', ...state } }))[0];
    expect(first({ off: [], edited })).toBe(
      'Altered network – edited kernels: Input → Conv1 3 and Conv1 5 → Conv2 12.',
    );
    expect(first({ off, edited: edited.slice(1) })).toBe(
      'Altered network – switched off: Conv2 map 1 · edited kernels: Conv1 5 → Conv2 12.',
    );
  });

  it('names the reading, what speaks for and against it, what is behind that, and what is silent', () => {
    expect(sentencesOf(frame())).toEqual([
      'Most probable: 7 at 75%, then 3 at 25%.',
      'Strongest evidence for 7, against the average digit: FC group 5 (+4) and FC group 2 (+2.5).',
      'Strongest evidence against 7, compared with the average digit: FC group 4 (-1.25).',
      'Largest contributions to FC group 5: Conv2 map 2 (+0.75).',
      'Strongest maps: Conv1 map 6, Conv1 map 3, Conv1 map 1, Conv2 map 16, Conv2 map 2, and Conv2 map 3.',
      'Silent for this drawing: Conv2 map 1 and FC group 10.',
    ]);
  });

  it('is about the digit that is traced, if another has been chosen', () => {
    const said = sentencesOf(frame({ flow: { digits: [3] } }));
    expect(said[0]).toBe('Most probable: 7 at 75%, then 3 at 25%.');
    expect(said[1]).toMatch(
      /^Strongest evidence for 3, .*: FC group 1 \(\+9\), FC group 2 \(\+9\), and FC group 3 \(\+9\)\.$/,
    );
  });

  it('says so where the logits are shown as computed', () => {
    const said = sentencesOf(frame({ state: { logits: 'computed', off: [], edited: [] } }));
    expect(said.slice(1, 3)).toEqual([
      'Largest contributions to the logit of 7: FC group 5 (+4) and FC group 2 (+2.5).',
      'Most negative contributions to the logit of 7: FC group 4 (-1.25).',
    ]);
  });

  it('begins with its doubts unless the verdict is a digit', () => {
    expect(sentencesOf(frame({}, 'unsure'))[0]).toBe('The network is unsure.');
    expect(sentencesOf(frame({}, 'none'))[0]).toMatch(/^The network sees no digit here/);
    expect(sentencesOf(frame({}, 'none')).slice(1)).toEqual(sentencesOf(frame()));
  });

  it('omits sentences with nothing to say', () => {
    const contributions = known();
    contributions.links.output.fill(0);
    contributions.sums.conv2.fill(1);
    contributions.sums.fc1.fill(1);
    const said = sentencesOf(frame({ evidence: contributions }));
    expect(said[0]).toContain('75%');
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/^Strongest maps/);
  });

  it('names nothing whose amount is printed as 0', () => {
    const contributions = known();
    contributions.links.output.set([0, 2.5, 0, -0.004, 0.001], 7 * 16);
    const { signed } = createNumbers('en', english);
    const { numbers } = frame();
    const said = sentencesOf(frame({ evidence: contributions, numbers: { ...numbers, signed } }));
    expect(said[1]).toBe('Strongest evidence for 7, against the average digit: FC group 2 (+2.50).');
    expect(said.join()).not.toMatch(/evidence against|\b0\.00/);
  });

  it('names a second digit only if it is worth hearing', () => {
    const sure = (share: number): SummaryFrame => {
      const probabilities = Float32Array.of(0, 0, 0, share, 0, 0, 0, 1 - share, 0, 0);
      return frame({ reading: { verdict: 'digit', digit: 7, probabilities } });
    };
    expect(sentencesOf(sure(0.0099))[0]).toBe('Most probable: 7 at 99%.');
    expect(sentencesOf(sure(0.0101))[0]).toBe('Most probable: 7 at 99%, then 3 at 1%.');
  });

  it('says that nothing is drawn, without any numbers', () => {
    const [said, ...more] = sentencesOf(frame({ evidence: null, reading: EMPTY_READING }));
    expect(more).toEqual([]);
    expect(said).toBe(english['diagram.textEmpty']);
    expect(said).not.toMatch(/\d/);
  });

  it('speaks the page’s language, even in lists', () => {
    const said = sentencesOf(frame({ words: japanese, language: 'ja' }));
    expect(said[1]).toBe(
      '平均的な数字と比べて 7 への正の寄与が最も大きいのは、全結合のグループ5（+4）、全結合のグループ2（+2.5）です。',
    );
    expect(said.join('')).not.toMatch(/\{\w+\}/);
  });
});
