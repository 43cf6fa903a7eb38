import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence, WeightedSum } from '../../src/explain/provenance/description.ts';
import { provenanceOf } from '../../src/explain/provenance/provenance.ts';
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
import {
  createEvidence,
  expectNear,
  expectSum,
  goldenInputs,
  magnitudeOf,
  publishedWeights,
  total,
} from './evidence.ts';

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
        let worst = 0;
        for (let source = 0; source < sources.nodes; source++) {
          const link = provenanceOf({ layer: 'link', stage: name, source, target }, evidence, form);
          for (const amount of [link.output, total(link.terms), total(link.feeds), forwards[source][target]])
            worst = Math.max(worst, Math.abs(amount - amounts[source]));
        }
        expect(worst, `links into ${name} ${target}`).toBeLessThanOrEqual(1e-9 * scale);
      }
    }
  }
  const ink = evidence.trace.input.reduce((sum, value) => sum + value, 0);
  expect(provenanceOf(at('picture'), evidence)).toMatchObject({ kind: 'ink', terms: [], output: ink });
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
