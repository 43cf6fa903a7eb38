import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PenPart, readPenPart, writePenPart } from '../../src/explain/pen/parts.ts';
import {
  isRow,
  type PenEvidence,
  type PenProduct,
  type PenProvenance,
  type PenTerm,
} from '../../src/explain/pen/provenance/description.ts';
import { penOrigin } from '../../src/explain/pen/provenance/origins.ts';
import { penProvenance } from '../../src/explain/pen/provenance/provenance.ts';
import { penValue } from '../../src/explain/pen/values.ts';
import { SIZES } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { createPlainPenNetwork } from '../../src/net/pen/plain.ts';
import { loadPenWeights } from '../../src/net/pen/weights.ts';
import { TOKENS_CASES } from '../pen-golden.ts';
import { anySequence, PEN_NETWORKS, randomPenWeights } from '../pen-networks.ts';
import { partsOf } from './pen-every-part.ts';

/** Of the sum of the parts' magnitudes. */
const TOLERANCE = 1e-5;

const published = loadPenWeights(
  readFileSync(new URL('../../../src/inkspect/pretrained/pen.safetensors', import.meta.url)),
).weights;

/** How far a number is from what its parts give, in units of what is tolerated. */
function errorOf(part: PenPart, { trace, weights }: PenEvidence): number {
  const origin = penOrigin(part, { trace, weights });
  const expected = penValue(trace, part);
  const off = (found: number, size: number) => Math.abs(found - expected) / (TOLERANCE * Math.max(size, 1e-30));
  const magnitudes = origin.terms.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  switch (origin.kind) {
    case 'addition':
      return off(
        origin.terms.reduce((sum, { amount }) => sum + amount, 0),
        magnitudes,
      );
    case 'normalization': {
      const [{ input }] = origin.terms;
      const { mean, deviation, gain, bias } = origin;
      const scale = Math.abs(gain / deviation);
      // The difference from the mean is of float32 inputs, whose own rounding it keeps.
      const size = (Math.abs(input) + Math.abs(mean)) * scale + Math.abs(bias);
      return off(((input - mean) / deviation) * gain + bias, size);
    }
    case 'products': {
      const { terms, bias, divisor } = origin;
      const sum = terms.reduce((total, { input, weight }) => total + input * weight, bias ?? 0);
      return off(sum / divisor, (magnitudes + Math.abs(bias ?? 0)) / divisor);
    }
    case 'softmax':
      return off(origin.terms[origin.own].amount / origin.sum, 1);
    case 'relu':
      return off(Math.max(0, origin.terms[0].input), Math.max(Math.abs(expected), 1e-6));
    case 'masked':
      return off(expected, 1);
  }
}

function worstIn(evidence: PenEvidence, tokens: readonly number[]): { error: number; part: string } {
  let worst = { error: 0, part: '' };
  for (const part of tokens.flatMap(partsOf)) {
    const error = errorOf(part, evidence);
    if (!(error <= worst.error)) worst = { error, part: writePenPart(part) };
  }
  return worst;
}

function provenanceAt(evidence: PenEvidence, name: string): PenProvenance {
  const part = readPenPart(name);
  const found = part && penProvenance(part, evidence);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
}

const evidenceOf = (ids: Uint8Array, weights = published): PenEvidence => ({
  trace: tracePen(createPlainPenNetwork(weights), ids),
  weights,
});
const seven = TOKENS_CASES.find(({ ids, up }) => ids.length > 20 && !up.includes(1));
if (!seven) throw new Error('No golden drawing is one long stroke.');
const sevens = evidenceOf(Uint8Array.from(seven.ids));
const last = seven.ids.length - 1;

describe.each(PEN_NETWORKS)('every number of the pen’s network, in %s', (_, createPenNetwork) => {
  it('is what its parts add up to, for any parameters and sequence', () => {
    fc.assert(
      fc.property(fc.integer(), anySequence, fc.nat(), (seed, ids, some) => {
        const weights = randomPenWeights(seed);
        const trace = tracePen(createPenNetwork(weights), ids);
        const { error, part } = worstIn({ trace, weights }, [some % ids.length, ids.length - 1]);
        expect(error, part).toBeLessThanOrEqual(1);
      }),
      { numRuns: 8 },
    );
  });

  it('is what its parts add up to in the golden drawings, read by the published network', () => {
    const network = createPenNetwork(published);
    for (const { name, ids } of TOKENS_CASES) {
      const trace = tracePen(network, Uint8Array.from(ids));
      const tokens = [...new Set([0, ids.length - 1])];
      const { error, part } = worstIn({ trace, weights: published }, tokens);
      expect(error, `${name}: ${part}`).toBeLessThanOrEqual(1);
    }
  });
});

describe('what feeds a number', () => {
  it('is, for every number, in the trace too, with the value that it has there', () => {
    for (const part of partsOf(last)) {
      for (const { source, input } of penOrigin(part, sevens).terms) {
        if (!isRow(source)) expect(penValue(sevens.trace, source), writePenPart(source)).toBe(input);
      }
    }
  });

  it('are for an embedding the rows of the token, of its position and of the pen’s place, which READ has not', () => {
    const tables = (token: number) =>
      provenanceAt(sevens, `embedding.${token}.3`).terms.map(({ source }) => (isRow(source) ? source.table : ''));
    expect(tables(0)).toEqual(['token', 'position']);
    expect(tables(last)).toEqual(['token', 'position', 'placeX', 'placeY']);
    const lifted = TOKENS_CASES.find(({ up }) => up.includes(1));
    if (!lifted) throw new Error('No golden drawing lifts the pen.');
    const at = lifted.ids.length - lifted.up.length + lifted.up.indexOf(1);
    const up = provenanceAt(evidenceOf(Uint8Array.from(lifted.ids)), `embedding.${at}.0`);
    expect(up.terms).toHaveLength(5);
  });

  it('are for a score eight products of query and key, and the sum is divided by √8', () => {
    const score = provenanceAt(sevens, `score.1.2.${last}.4`);
    if (score.kind !== 'products') throw new TypeError(score.kind);
    expect(score.divisor).toBe(Math.sqrt(8));
    expect(score.terms.map(({ source }) => writePenPart(source))).toEqual(
      Array.from({ length: 8 }, (_, i) => `query.1.${last}.${8 + i}`),
    );
    expect(score.terms.map(({ factor }) => factor && writePenPart(factor))).toEqual(
      Array.from({ length: 8 }, (_, i) => `key.1.4.${8 + i}`),
    );
  });

  it('are for attention the scores of the tokens that the query sees, and for a later one nothing', () => {
    expect(provenanceAt(sevens, 'attention.2.3.5.1').terms).toHaveLength(6);
    const masked = { layer: 0, head: 0, token: 2, key: 3 };
    expect(penProvenance({ quantity: 'attention', ...masked }, sevens)).toMatchObject({ kind: 'masked', output: 0 });
    expect(penProvenance({ quantity: 'score', ...masked }, sevens)?.output).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is nothing that can be told where the sequence has no such token', () => {
    expect(penProvenance({ quantity: 'embedding', token: last + 1, unit: 0 }, sevens)).toBeNull();
  });
});

describe('what a number feeds', () => {
  it('has it among its own terms, with the same amount, and everything that has it there is told', () => {
    const parts = partsOf(last).concat(partsOf(2));
    const fed = new Map<string, number>();
    for (const part of parts) {
      const { feeds } = provenanceAt(sevens, writePenPart(part));
      for (const { target, amount } of feeds) fed.set(`${writePenPart(part)} → ${writePenPart(target)}`, amount);
    }
    let told = 0;
    for (const target of parts) {
      const origin = penOrigin(target, sevens);
      const own: readonly PenTerm[] = origin.kind === 'softmax' ? [origin.terms[origin.own]] : origin.terms;
      const divisor = origin.kind === 'products' ? origin.divisor : 1;
      for (const term of own) {
        const factor = 'factor' in term ? (term as PenProduct).factor : null;
        const sources = [term.source, factor];
        for (const source of sources) {
          if (source === null || isRow(source) || ![2, last].includes(source.token)) continue;
          expect(fed.get(`${writePenPart(source)} → ${writePenPart(target)}`)).toBeCloseTo(term.amount / divisor, 9);
          told += 1;
        }
      }
    }
    expect(told).toBeGreaterThan(10_000);
  });

  it('leads on from every quantity but the probabilities', () => {
    for (const part of partsOf(last)) {
      const { feeds } = provenanceAt(sevens, writePenPart(part));
      expect(feeds.length > 0, writePenPart(part)).toBe(part.quantity !== 'probability');
    }
  });

  it('is for a feed-forward unit all of the residual stream', () => {
    expect(provenanceAt(sevens, `activation.1.${last}.91`).feeds).toHaveLength(SIZES.width);
  });
});
