import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { subtotalsOf } from '../../src/explain/provenance/subtotals.ts';
import { type Part, readPart, unitAt, writePart } from '../../src/explain/unit.ts';
import { randomInput, randomWeights } from '../support.ts';
import {
  createEvidence,
  expectNear,
  expectSum,
  goldenInputs,
  magnitudeOf,
  publishedWeights,
  total,
} from './evidence.ts';

/** For what both sides compute in float64. */
const ROUNDING = 1e-12;

const at = (text: string) => readPart(text) as Part;
const explain = createEvidence(publishedWeights);

describe('the provenance', () => {
  let evidence: Evidence;
  beforeAll(() => {
    evidence = explain(goldenInputs()[3]);
  });

  it('of a convolution’s cell is the patch it looks at, times its kernel', () => {
    const { terms } = provenanceOf(at('conv2.3.4.5'), evidence);
    expect(terms.length).toBe(8 * 3 * 3);
    expect(terms.slice(9, 18).map(({ source }) => writePart(source))).toEqual(
      [4, 5, 6].flatMap((row) => [5, 6, 7].map((column) => `pool1.1.${row}.${column}`)),
    );
    expect((terms[9 + 5] as { weight?: number }).weight).toBe(publishedWeights.conv2.weight[(3 * 8 + 1) * 9 + 5]);
  });

  it('has subtotals by channel, group or map, which add up to the same', () => {
    const counts = { 'conv1.0.3.3': [1, 25], 'conv2.3.4.5': [8, 9], 'fc1.17': [16, 25], 'logit.3': [16, 4] };
    for (const [text, [nodes, each]] of Object.entries(counts)) {
      const { terms } = provenanceOf(at(text), evidence);
      const subtotals = subtotalsOf(terms);
      expect(subtotals.map((subtotal) => subtotal.terms.length)).toEqual(Array(nodes).fill(each));
      expectNear(total(subtotals), total(terms), ROUNDING * magnitudeOf(terms));
    }
    const subtotals = subtotalsOf(provenanceOf(at('logit.3'), evidence).terms);
    expect(writePart(subtotals[5].source)).toBe('group.5');
    expectNear(subtotals[5].amount, evidence.contributions.links.output[3 * 16 + 5], 1e-12);
    expect(subtotalsOf([])).toEqual([]);
  });

  it('of a corner of the picture feeds one cell a map, of its middle 25', () => {
    expect(provenanceOf(at('input.0.0'), evidence).feeds.length).toBe(8);
    expect(provenanceOf(at('input.14.14'), evidence).feeds.length).toBe(8 * 25);
    expect(provenanceOf(at('probability.3'), evidence).feeds).toEqual([]);
  });

  it('of a dead unit says what it lacks, and of a dead pool that nothing won', () => {
    const weights = randomWeights(8);
    weights.conv1.bias[3] = -1000;
    weights.fc1.bias[9] = -1000;
    const dead = createEvidence(weights)(randomInput(9, 0.4));
    for (const text of ['conv1.3.10.10', 'fc1.9']) {
      const sum = expectSum(provenanceOf(at(text), dead));
      expect(sum.output).toBe(0);
      expect(sum.needed).toBe(-sum.preactivation);
      expect(sum.needed).toBeGreaterThan(900);
    }
    const pool = provenanceOf(at('pool1.3.5.5'), dead);
    expect(pool.kind === 'largest' && pool.terms.some(({ wins }) => wins)).toBe(false);
    expect(provenanceOf(at('conv1.3.10.10'), dead).feeds).toEqual([
      { target: at('pool1.3.5.5'), amount: 0, wins: false },
    ]);
    const map = provenanceOf(at('map1.3'), dead);
    expect(map).toMatchObject({ kind: 'contributions', bias: 0, sum: 0, live: 0, output: 0 });
    expect(provenanceOf(at('link.conv1.0.3'), dead)).toMatchObject({ kind: 'sum', sum: 0, output: 0, feeds: [] });
  });

  it('of a tie says that the first cell wins', () => {
    const flat = createEvidence(randomWeights(10))(new Float32Array(784).fill(1));
    const live = flat.trace.conv1.winners.indexOf(0);
    const pool = provenanceOf(unitAt('pool1', live), flat);
    expect(pool.kind === 'largest' && pool.terms.map(({ wins }) => wins)).toEqual([true, false, false, false]);
    expect(new Set(pool.terms.map(({ input }) => input)).size).toBe(1);
  });

  it('of probabilities stays finite however far apart the logits are', () => {
    const weights = randomWeights(12);
    weights.fc2.bias[4] = 5000;
    const { terms, output } = provenanceOf(at('probability.3'), createEvidence(weights)(randomInput(1, 0.3)));
    expect(terms.map(({ amount }) => amount)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect(output).toBe(0);
  });

  it('keeps nothing of the arrays that the next drawing overwrites', () => {
    const inputs = goldenInputs();
    const before = provenanceOf(at('fc1.17'), explain(inputs[3]));
    const copy = structuredClone(before);
    explain(inputs[4]);
    expect(before).toEqual(copy);
  });
});
