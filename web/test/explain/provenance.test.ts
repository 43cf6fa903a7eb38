import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence, Provenance, WeightedSum } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
import { subtotalsOf } from '../../src/explain/provenance/subtotals.ts';
import { STAGES } from '../../src/explain/topology.ts';
import {
  layerValues,
  nodePart,
  type Part,
  readPart,
  type UnitLayer,
  unitAt,
  unitIndex,
  writePart,
} from '../../src/explain/unit.ts';
import { randomInput, randomWeights } from '../support.ts';
import { createEvidence, goldenInputs, publishedWeights } from './evidence.ts';

const FORMS = ['computed', 'average'] as const;
/** Relative to the sum of the parts' magnitudes. */
const TOLERANCE = 1e-5;
/** For what both sides compute in float64. */
const ROUNDING = 1e-12;

const at = (text: string) => readPart(text) as Part;
const explain = createEvidence(publishedWeights);

describe('on every golden drawing, the provenance of every unit', () => {
  const inputs = goldenInputs();
  const units = (layer: UnitLayer, evidence: Evidence) =>
    Array.from(layerValues(evidence.trace, layer), (_, index) => unitAt(layer, index));

  it('adds up: products and bias to the stored pre-activation, which the ReLU makes the output', () => {
    for (const [drawing, input] of inputs.entries()) {
      const evidence = explain(input);
      const stored = { ...evidence.trace, logit: { preactivations: evidence.trace.logits } };
      for (const layer of ['conv1', 'conv2', 'fc1', 'logit'] as const) {
        let worst = 0;
        for (const unit of units(layer, evidence)) {
          const provenance = provenanceOf(unit, evidence);
          const sum = expectSum(provenance);
          const preactivation = stored[layer].preactivations[unitIndex(unit)];
          const output = layerValues(evidence.trace, layer)[unitIndex(unit)];
          const isWhole =
            sum.preactivation === preactivation &&
            sum.output === output &&
            sum.rectified === (layer !== 'logit') &&
            sum.needed === (layer !== 'logit' && preactivation <= 0 ? -preactivation : 0);
          worst = Math.max(worst, isWhole ? errorOf(sum) : Number.POSITIVE_INFINITY);
        }
        expect(worst, `drawing ${drawing}, ${layer}`).toBeLessThanOrEqual(TOLERANCE);
      }
    }
  }, 120_000);

  it('gives a pooled cell what its winner brings, and no other', () => {
    for (const [drawing, input] of inputs.entries()) {
      const evidence = explain(input);
      for (const layer of ['pool1', 'pool2'] as const) {
        const wrong = units(layer, evidence).filter((unit) => {
          const { kind, terms, output } = provenanceOf(unit, evidence);
          if (kind !== 'largest') return true;
          const values = terms.map((term) => term.input);
          const first = output > 0 ? values.indexOf(Math.max(...values)) : -1;
          const amounts = terms.map(({ amount }) => amount);
          return (
            values.length !== 4 ||
            output !== Math.max(...values) ||
            amounts.some((amount, i) => amount !== (i === first ? output : 0))
          );
        });
        expect(wrong.map(writePart), `drawing ${drawing}`).toEqual([]);
      }
    }
  });

  it('makes a probability its own exponential’s share of the ten', () => {
    for (const input of inputs) {
      const evidence = explain(input);
      for (const unit of units('probability', evidence)) {
        const { kind, terms, output, ...rest } = provenanceOf(unit, evidence);
        expect(kind).toBe('softmax');
        const { sum, largest } = rest as unknown as { sum: number; largest: number };
        const own = terms[unitIndex(unit)];
        expect(largest).toBe(Math.max(...evidence.trace.logits));
        expect(terms.map(({ input }) => input)).toEqual([...evidence.trace.logits]);
        expectNear(own.amount, Math.exp(own.input - largest), ROUNDING);
        expectNear(total(terms), sum, ROUNDING * sum);
        expectNear(own.amount / sum, output, 1e-7 * Math.max(output, 1e-30));
      }
    }
  });

  it('is the ink itself for a cell of the input', () => {
    const evidence = explain(inputs[0]);
    for (const unit of units('input', evidence)) {
      const { kind, terms, output } = provenanceOf(unit, evidence);
      expect([kind, terms.length, output]).toEqual(['ink', 0, inputs[0][unitIndex(unit)]]);
    }
  });

  it('tells the logits against the average digit, too: they add up to the logit less the mean logit', () => {
    for (const input of inputs) {
      const evidence = explain(input);
      const { logits } = evidence.trace;
      const mean = logits.reduce((sum, logit) => sum + logit, 0) / 10;
      const provenances = units('logit', evidence).map((unit) => expectSum(provenanceOf(unit, evidence, 'average')));
      provenances.forEach((sum, digit) => {
        expectNear(sum.output, logits[digit] - mean, ROUNDING * magnitude(sum));
        expect(errorOf(sum)).toBeLessThanOrEqual(TOLERANCE);
      });
      // What all digits receive alike is gone.
      for (let unit = 0; unit < 64; unit++)
        expectNear(total(provenances.map(({ terms }) => terms[unit])), 0, 1e-12 * magnitude(provenances[0]));
      expectNear(
        provenances.reduce((sum, { bias }) => sum + bias, 0),
        0,
        1e-12,
      );
    }
  });

  it('says the same forwards as backwards: every product is seen from its source and from its target', () => {
    // Every unit of some drawings; the arithmetic of the others is the same.
    for (const [input, form] of inputs.slice(0, 2).flatMap((each) => FORMS.map((form) => [each, form] as const))) {
      const evidence = explain(input);
      const backwards = new Map<string, number>();
      const layers: UnitLayer[] = ['input', 'conv1', 'pool1', 'conv2', 'pool2', 'fc1', 'logit', 'probability'];
      const all = layers.flatMap((layer) => units(layer, evidence)).map((unit) => provenanceOf(unit, evidence, form));
      const key = (source: Part, target: Part) => `${writePart(source)} ${writePart(target)}`;
      for (const { part, terms } of all) for (const term of terms) backwards.set(key(term.source, part), term.amount);
      const wrong: string[] = [];
      let seen = 0;
      for (const { part, feeds } of all) {
        for (const { target, amount } of feeds) {
          seen++;
          if (backwards.get(key(part, target)) !== amount) wrong.push(key(part, target));
        }
      }
      expect(wrong).toEqual([]);
      expect(seen).toBe(backwards.size);
      // 25 and 72 inputs a cell, 4 a pool, 400 and 64 a unit, 10 a probability.
      expect(seen).toBe(4608 * 25 + 1152 * 4 + 1600 * 72 + 400 * 4 + 64 * 400 + 10 * 64 + 10 * 10);
    }
  }, 120_000);

  it('gives every node and link what the diagram shows', () => {
    for (const input of inputs) expectNodesAndLinks(explain(input));
  }, 120_000);
});

describe('provenance, for any weights and drawing,', () => {
  it('adds up for units, nodes and links', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), biases, (seed, share, bias) => {
        const evidence = createEvidence(randomWeights(seed, bias))(randomInput(seed + 1, share));
        expectNodesAndLinks(evidence);
        for (const text of ['conv1.7.23.23', 'conv2.15.9.9', 'fc1.63', 'logit.9', 'logit.0'])
          expect(errorOf(expectSum(provenanceOf(at(text), evidence)))).toBeLessThanOrEqual(TOLERANCE);
      }),
      { numRuns: 20 },
    );
  });
});

const biases = fc.double({ min: -1, max: 0.3, noNaN: true });

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

/** All nodes and links against the diagram's contributions, in both forms. */
function expectNodesAndLinks(evidence: Evidence): void {
  const { links, biases, sums } = evidence.contributions;
  for (const form of FORMS) {
    for (const { name, sources, targets } of STAGES) {
      if (form === 'average' && name !== 'output') continue;
      const meanInto = (source: number) =>
        name === 'output' && form === 'average'
          ? Array.from({ length: 10 }, (_, d) => links.output[d * 16 + source]).reduce((a, b) => a + b, 0) / 10
          : 0;
      const forwards = Array.from({ length: sources.nodes }, (_, source) =>
        provenanceOf(nodePart(sources.name, source), evidence, form).feeds.map(({ amount }) => amount),
      );
      for (let target = 0; target < targets.nodes; target++) {
        const amounts = Array.from(
          { length: sources.nodes },
          (_, source) => links[name][target * sources.nodes + source] - meanInto(source),
        );
        const scale = magnitudeOf(amounts.map((amount) => ({ amount }))) + Math.abs(biases[name][target]) + 1e-6;
        if (name !== 'output') {
          const node = provenanceOf(nodePart(name, target), evidence, form);
          if (node.kind !== 'contributions') throw new Error(`a node's provenance is ${node.kind}`);
          expect([node.bias, node.output]).toEqual([biases[name][target], sums[name][target]]);
          expect(node.terms.map(({ amount }) => amount)).toEqual(amounts);
          expectNear(node.sum, node.output, TOLERANCE * scale);
        }
        for (let source = 0; source < sources.nodes; source++) {
          const link = provenanceOf({ layer: 'link', stage: name, source, target }, evidence, form);
          expectNear(link.output, amounts[source], 1e-9 * scale);
          expectNear(total(link.terms), amounts[source], 1e-9 * scale);
          expectNear(total(link.feeds), amounts[source], 1e-9 * scale);
          expectNear(forwards[source][target], amounts[source], 1e-12 * scale);
        }
      }
    }
  }
  const ink = evidence.trace.input.reduce((sum, value) => sum + value, 0);
  expect(provenanceOf(at('picture'), evidence)).toMatchObject({ kind: 'ink', terms: [], output: ink });
}

function expectSum(provenance: Provenance): WeightedSum {
  if (provenance.kind !== 'sum') throw new Error(`${writePart(provenance.part)} is not a sum`);
  return provenance;
}

/** How far products and bias are from the pre-activation, relative to the sum of their magnitudes. */
function errorOf(sum: WeightedSum): number {
  const products = sum.terms.map(({ input, weight }) => input * weight);
  if (products.some((product, i) => product !== sum.terms[i].amount)) return Number.POSITIVE_INFINITY;
  const parts = products.reduce((partial, product) => partial + product, sum.bias);
  return (Math.abs(parts - sum.preactivation) + Math.abs(parts - sum.sum)) / (magnitude(sum) || 1e-30);
}

function magnitude({ terms, bias }: WeightedSum): number {
  return magnitudeOf(terms) + Math.abs(bias);
}

function magnitudeOf(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
}

function total(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}

function expectNear(value: number, expected: number, tolerance: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance);
}
