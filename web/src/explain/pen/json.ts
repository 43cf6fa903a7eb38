/** What the pen's network reads in a drawing, and where every number of it comes from, as docs/explanation-format.md has it. */

import { CONTEXT, SIZES, VOCABULARY } from '../../net/pen/description.ts';
import { placesOf } from '../../net/pen/places.ts';
import type { PenLayerTrace, PenTrace } from '../../net/pen/trace.ts';
import type { PenWeights } from '../../net/pen/weights.ts';
import { rounded, roundedRow, roundedRows } from '../rounding.ts';
import { type PenPart, writePenPart } from './parts.ts';
import { isRow, type PenProvenance, type PenRow } from './provenance/description.ts';
import { penProvenance } from './provenance/provenance.ts';
import { listOf } from './values.ts';

/** A drawing as the network reads it. */
export interface PenExplained {
  /** How many of the drawing's first movements do not fit the context. */
  readonly leftOut: number;
  /** With ASK at the end, where anything is drawn. */
  readonly trace: PenTrace;
  readonly weights: PenWeights;
  /** Of the digits; null while nothing is drawn. */
  readonly probabilities: Float32Array | null;
  readonly digit: number | null;
  /** (token of the vocabulary) of what comes next. */
  readonly next: Float32Array;
}

/** What is asked: a part, and strokes of the drawing that the network is not shown, by number. */
export interface PenQuestion {
  readonly part: PenPart | null;
  readonly strokesOff: readonly number[];
}

export type PenExplanationJson = ReturnType<typeof penExplanationJson>;

export function penExplanationJson(explained: PenExplained, { part, strokesOff }: PenQuestion, sha256: string) {
  const { leftOut, trace, weights, probabilities, digit, next } = explained;
  const places = placesOf(trace.ids);
  const provenance = part && penProvenance(part, { trace, weights });
  return {
    kind: 'inkspect-pen-explanation',
    format: 1,
    network: sha256,
    strokes_off: [...strokesOff],
    left_out: leftOut,
    tokens: Array.from(trace.ids),
    names: Array.from(trace.ids, (id) => VOCABULARY[id]),
    places: Array.from(trace.ids, (_, at) =>
      places.known[at] ? { x: rounded(places.x[at]), y: rounded(places.y[at]), up: places.up[at] === 1 } : null,
    ),
    digit,
    probabilities: probabilities && roundedRow(probabilities),
    next: expected(next),
    trace: traceJson(trace),
    part: provenance && penPartJson(provenance),
  };
}

/** By name, the most probable first; what may not come is left out. */
function expected(next: Float32Array): Record<string, number> {
  const told = [...next.keys()].filter((id) => next[id] > 0).sort((a, b) => next[b] - next[a]);
  return Object.fromEntries(told.map((id) => [VOCABULARY[id], rounded(next[id])]));
}

/** Every number by its name in Python's trace, in its shape; scores of masked keys are null. */
function traceJson(trace: PenTrace): Record<string, NestedNumbers> {
  const count = trace.ids.length;
  const { width, feedForward } = SIZES;
  const named: Record<string, NestedNumbers> = {};
  for (const part of ['token', 'position', 'place', 'sum'] as const)
    named[`embedding.${part}`] = byToken(trace.embedding[part], width, count);
  trace.layers.forEach((layer, index) => {
    const name = `layer${index + 1}`;
    const vectors = (part: VectorName, told: string, units = width): void => {
      named[`${name}.${told}`] = byToken(layer[part], units, count);
    };
    vectors('before', 'before');
    vectors('normalized1', 'normalized1');
    for (const part of ['queries', 'keys', 'values'] as const) named[`${name}.${part}`] = byHead(layer[part], count);
    for (const part of ['scores', 'attention'] as const) named[`${name}.${part}`] = matrices(layer[part], count);
    named[`${name}.heads`] = byHead(layer.heads, count);
    vectors('attended', 'attended');
    vectors('middle', 'middle');
    vectors('normalized2', 'normalized2');
    vectors('preactivations', 'preactivations', feedForward);
    vectors('activations', 'activations', feedForward);
    vectors('fedForward', 'fed_forward');
    vectors('after', 'after');
  });
  named.normalized = byToken(trace.normalized, width, count);
  named.logits = byToken(trace.logits, VOCABULARY.length, count);
  named.probabilities = byToken(trace.probabilities, VOCABULARY.length, count);
  return named;
}

type NestedNumbers = number | null | readonly NestedNumbers[];
type VectorName = Exclude<keyof PenLayerTrace, 'queries' | 'keys' | 'values' | 'scores' | 'attention' | 'heads'>;

function penPartJson(provenance: PenProvenance) {
  const { part, kind, output, terms, feeds } = provenance;
  const products = kind === 'products' || kind === 'normalization' ? provenance.terms : null;
  const factors = products?.some(({ factor }) => factor !== null) ? products : null;
  return {
    name: writePenPart(part),
    kind,
    output: Number.isFinite(output) ? rounded(output) : null,
    terms: {
      parts: terms.map(({ source }) => writtenSource(source)),
      inputs: roundedRow(terms.map(({ input }) => input)),
      ...(products && { weights: roundedRow(products.map(({ weight }) => weight)) }),
      ...(factors && { factors: factors.map(({ factor }) => factor && writePenPart(factor)) }),
      amounts: roundedRow(terms.map(({ amount }) => amount)),
    },
    feeds: {
      parts: feeds.map(({ target }) => writePenPart(target)),
      amounts: roundedRow(feeds.map(({ amount }) => amount)),
    },
    ...keysOfKind(provenance),
  };
}

/** What only some kinds of provenance have. */
function keysOfKind(provenance: PenProvenance) {
  switch (provenance.kind) {
    case 'addition':
      return { sum: rounded(provenance.sum) };
    case 'normalization': {
      const { mean, variance, deviation, gain, bias, sum } = provenance;
      return {
        mean: rounded(mean),
        variance: rounded(variance),
        deviation: rounded(deviation),
        gain: rounded(gain),
        bias: rounded(bias),
        sum: rounded(sum),
      };
    }
    case 'products':
      return {
        bias: provenance.bias === null ? null : rounded(provenance.bias),
        sum: rounded(provenance.sum),
        divisor: rounded(provenance.divisor),
      };
    case 'softmax':
      return { own: provenance.own, largest: rounded(provenance.largest), sum: rounded(provenance.sum) };
    default:
      return {};
  }
}

/** Of a table's row: "token.33.5", as tables, rows and units are numbered in the weights. */
function writtenSource(source: PenPart | PenRow): string {
  return isRow(source) ? `${source.table}.${source.row}.${source.unit}` : writePenPart(source);
}

/** (token, unit) */
function byToken(values: Float32Array, units: number, count: number): number[][] {
  return roundedRows(values.subarray(0, count * units), units);
}

/** (head, token, unit) */
function byHead(values: Float32Array, count: number): number[][][] {
  const { heads, headUnits, width } = SIZES;
  return listOf(heads, (head) =>
    listOf(count, (token) => {
      const first = token * width + head * headUnits;
      return roundedRow(values.subarray(first, first + headUnits));
    }),
  );
}

/** (head, query, key) */
function matrices(values: Float32Array, count: number): (number | null)[][][] {
  return listOf(SIZES.heads, (head) =>
    listOf(count, (query) => {
      const first = (head * CONTEXT + query) * CONTEXT;
      return Array.from(values.subarray(first, first + count), (value) =>
        Number.isFinite(value) ? rounded(value) : null,
      );
    }),
  );
}
