import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import { createNumbers } from '../../src/text/numbers.ts';
import { cardText } from '../../src/views/card.ts';
import { cardSections } from '../../src/views/card-facts.ts';
import { randomWeights } from '../support.ts';

describe('the model card', () => {
  const weights = randomWeights(1);
  const facts = (metadata: Record<string, string>) =>
    cardSections(
      { weights, metadata, sha256: 'abc' },
      { words: english, numbers: createNumbers('en', english), language: 'en' },
    );
  const metadata = {
    seed: '3',
    date: '2026-01-02',
    licence: 'MIT',
    credit: 'MNIST',
    recipe: '{"epochs":20,"peak_learning_rate":0.004,"augmentation":{"rotation":12}}',
    figures: '{"mnist_test_accuracy":0.9945,"my_own_accuracy":0.5,"odd":"text"}',
    training_seconds: '240',
    data: '{"train-images-idx3-ubyte":"00","train-labels-idx1-ubyte":"11","class-4b.jsonl":"22","more.jsonl.gz":"33"}',
  };

  it('counts the parameters by layer', () => {
    const counts = facts({})[0].facts.map(({ value }) => value);
    expect(counts).toEqual(['208', '1,168', '25,664', '650', '27,690']);
  });

  it('shows what the weights file says, and figures without a label under their own names', () => {
    const text = cardText(facts(metadata));
    for (const line of [
      'MNIST test set: 99.45%',
      'my own accuracy: 50.00%',
      'Epochs: 20',
      'Peak learning rate: 0.004',
      'Seed: 3',
      'Duration: 4 min',
      'Date: 2026-01-02',
      'Training data: MNIST and pen drawings',
      'Licence: MIT',
      'Credits: MNIST',
      'sha256: abc',
    ]) {
      expect(text.split('\n')).toContain(`  ${line}`);
    }
    expect(text, 'file names mean nothing to a visitor').not.toMatch(/ubyte|jsonl/);
    expect(text).not.toContain('odd');
  });

  it('is shorter, not broken, for weights with no metadata or with nonsense in it', () => {
    const headings = ['Parameters', 'Weights'];
    expect(facts({}).map(({ heading }) => heading)).toEqual(headings);
    const nonsense = { recipe: 'no JSON', figures: '[1]', training_seconds: 'long', data: 'null' };
    expect(facts(nonsense).map(({ heading }) => heading)).toEqual(headings);
  });

  const measured = JSON.stringify({
    sources: [
      { name: 'mnist_test', count: 10000, accuracy: 0.9948, digits: [0.999, 1, ...Array(8).fill(0.995)] },
      {
        name: 'digits-dev',
        count: 1948,
        accuracy: 0.982,
        digits: [0.9924, 0.9404, null, ...Array(7).fill(0.99)],
        writers: 43,
        mean_of_writers: 0.9879,
        lowest_of_writers: 0.8966,
      },
    ],
    forms: { drawings: 500, accuracy: { z_2: 1, broad_flag_1: 0.28, slim_6: 0.88, their_7: 0.6, narrow_3: 0.99 } },
  });

  it('shows accuracy by source, with the writers and the lowest of them, by digit, and the forms read worst', () => {
    const digits = (share: string) => [3, 4, 5, 6, 7, 8, 9].map((digit) => `${digit}: ${share}`).join(' · ');
    const shown = facts({ measured }).find(({ heading }) => heading.startsWith('By source'))?.facts ?? [];
    const spaced = shown.map(({ label, value }) => ({ label, value: value.replaceAll('\u00a0', ' ') }));
    expect(spaced).toEqual([
      { label: 'MNIST test set', value: `99.48% · 0: 99.9 · 1: 100 · 2: 99.5 · ${digits('99.5')}` },
      { label: 'digits-dev, 43 writers, lowest 89.66%', value: `98.20% · 0: 99.2 · 1: 94 · ${digits('99')}` },
      {
        label: 'Generated forms read worst',
        value: '1 (broad flag): 28 · their_7: 60 · 6 (slim): 88 · 3 (narrow): 99',
      },
    ]);
    expect(shown[0].value, 'a line may break within a digit and its share').toContain(
      '1:\u00a0100\u00a0· 2:\u00a099.5',
    );
  });

  it.each([
    '{"sources":[null,3,{"name":"x"},{"name":"y","accuracy":"1"}],"forms":{"accuracy":[]}}',
    '{"sources":{},"forms":null}',
    '[]',
    'no JSON',
  ])('is as without them for figures by source that are none: %s', (nonsense) => {
    expect(facts({ ...metadata, measured: nonsense })).toEqual(facts(metadata));
  });
});
