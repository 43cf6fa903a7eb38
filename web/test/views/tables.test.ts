import { describe, expect, it } from 'vitest';
import english from '../../../words/en.json';
import japanese from '../../../words/ja.json';
import { createAveraged } from '../../src/explain/averaged.ts';
import { EMPTY_READING } from '../../src/explain/reading.ts';
import { STAGES } from '../../src/explain/topology.ts';
import { createNumbers } from '../../src/text/numbers.ts';
import { textsOf } from '../../src/views/diagram/tables.ts';
import { createEvidence, goldenInputs, publishedWeights } from '../explain/evidence.ts';

/** In whole hundredths; an empty cell is 0. */
function printed(text: string): number {
  expect(text).toMatch(/^([+−]?[\d,]+\.\d\d)?$/);
  return Math.round(100 * Number(text.replace('−', '-').replaceAll(',', '')));
}

describe('a row of the tables', () => {
  const explain = createEvidence(publishedWeights);
  const averagedOf = createAveraged();

  it.each([
    ['en', english],
    ['ja', japanese],
  ] as const)('adds up as printed, in either form of the last stage: %s', (language, words) => {
    const numbers = createNumbers(language, words);
    let rounded = 0;
    for (const input of goldenInputs().slice(0, 20)) {
      const { trace, contributions } = explain(input);
      const reading = { ...EMPTY_READING, probabilities: trace.probabilities };
      for (const evidence of [contributions, averagedOf(contributions)]) {
        for (const stage of STAGES) {
          for (let target = 0; target < stage.targets.nodes; target++) {
            const texts = textsOf({ evidence, reading, numbers }, stage, target);
            const sum = stage.sources.nodes + 2;
            expect(texts).toHaveLength(sum + (stage.name === 'output' ? 2 : 1));
            const total = texts.slice(0, sum).reduce((so, text) => so + printed(text), 0);
            expect(total, texts.join(' ')).toBe(printed(texts[sum]));
            expect(texts[sum]).toBe(numbers.signed(evidence.sums[stage.name][target]));
            expect(printed(texts[sum - 1]) === 0).toBe(texts[sum - 1] === '');
            if (texts[sum - 1]) rounded++;
          }
        }
      }
    }
    expect(rounded, 'rounding was never needed').toBeGreaterThan(0);
  });
});
