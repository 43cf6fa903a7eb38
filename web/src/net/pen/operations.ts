/**
 * The operations of the pen's network on the tokens from `from` up to, but not including, `to`. Every number is computed in
 * float64, as writing asks for (so that page and Python write the same), and kept in float32, too. Every sum is taken in
 * order, whatever is computed along with it: one token more gives the same numbers as all tokens at once.
 */

import { CONTEXT } from './description.ts';
import type { LinearWeights, NormWeights } from './weights.ts';

/** A row of values for every token of a context. */
export interface Rows {
  /** What is computed with. Quantities that are not needed at the same time may share it. */
  readonly exact: Float64Array;
  /** The same, to be shown. */
  readonly kept: Float32Array;
}

const { sqrt, exp, max } = Math;

/** output = weight · input + bias, for every token: (token, inputs) → (token, units). */
export function multiplyRows(
  { weight, bias }: LinearWeights,
  input: Float64Array,
  { exact, kept }: Rows,
  from: number,
  to: number,
): void {
  const units = bias.length;
  const inputs = weight.length / units;
  let token = from;
  for (; token + 4 <= to; token += 4) multiplyFour(weight, bias, input, exact, kept, inputs, units, token);
  for (; token < to; token++) multiplyOne(weight, bias, input, exact, kept, inputs, units, token);
}

/** Four tokens, so that every weight is read once for all of them. */
function multiplyFour(
  weight: Float32Array,
  bias: Float32Array,
  input: Float64Array,
  exact: Float64Array,
  kept: Float32Array,
  inputs: number,
  units: number,
  token: number,
): void {
  const first = token * inputs;
  let output = token * units;
  for (let unit = 0, at = 0; unit < units; unit++, output++) {
    let sum0 = bias[unit];
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let i = first, end = first + inputs; i < end; i++, at++) {
      const factor = weight[at];
      sum0 += factor * input[i];
      sum1 += factor * input[i + inputs];
      sum2 += factor * input[i + 2 * inputs];
      sum3 += factor * input[i + 3 * inputs];
    }
    exact[output] = kept[output] = sum0;
    exact[output + units] = kept[output + units] = sum1;
    exact[output + 2 * units] = kept[output + 2 * units] = sum2;
    exact[output + 3 * units] = kept[output + 3 * units] = sum3;
  }
}

function multiplyOne(
  weight: Float32Array,
  bias: Float32Array,
  input: Float64Array,
  exact: Float64Array,
  kept: Float32Array,
  inputs: number,
  units: number,
  token: number,
): void {
  const first = token * inputs;
  const output = token * units;
  let unit = 0;
  // Four units, so that no sum waits for itself.
  for (; unit + 4 <= units; unit += 4) {
    let sum0 = bias[unit];
    let sum1 = bias[unit + 1];
    let sum2 = bias[unit + 2];
    let sum3 = bias[unit + 3];
    for (let i = first, end = first + inputs, at = unit * inputs; i < end; i++, at++) {
      const value = input[i];
      sum0 += weight[at] * value;
      sum1 += weight[at + inputs] * value;
      sum2 += weight[at + 2 * inputs] * value;
      sum3 += weight[at + 3 * inputs] * value;
    }
    exact[output + unit] = kept[output + unit] = sum0;
    exact[output + unit + 1] = kept[output + unit + 1] = sum1;
    exact[output + unit + 2] = kept[output + unit + 2] = sum2;
    exact[output + unit + 3] = kept[output + unit + 3] = sum3;
  }
  for (; unit < units; unit++) {
    let sum = bias[unit];
    for (let i = 0, at = unit * inputs; i < inputs; i++, at++) sum += weight[at] * input[first + i];
    exact[output + unit] = kept[output + unit] = sum;
  }
}

/** ReLU: values above 0 stay, all others become 0; `width` values a token. */
export function rectifyRows(input: Float64Array, { exact, kept }: Rows, width: number, from: number, to: number): void {
  for (let i = from * width; i < to * width; i++) exact[i] = kept[i] = max(input[i], 0);
}

/** The residual stream with what is added to it. */
export function addRows(added: Float64Array, { exact, kept }: Rows, width: number, from: number, to: number): void {
  for (let i = from * width; i < to * width; i++) exact[i] = kept[i] = exact[i] + added[i];
}

/** Layer normalization (Ba et al. 2016, arXiv 1607.06450): weight · (input − mean) / √(variance + epsilon) + bias. */
export function normalizeRows(
  { weight, bias }: NormWeights,
  epsilon: number,
  input: Float64Array,
  { exact, kept }: Rows,
  from: number,
  to: number,
): void {
  const width = weight.length;
  for (let token = from, first = from * width; token < to; token++, first += width) {
    let sum = 0;
    for (let unit = 0; unit < width; unit++) sum += input[first + unit];
    const mean = sum / width;
    let squares = 0;
    for (let unit = 0; unit < width; unit++) {
      const away = input[first + unit] - mean;
      squares += away * away;
    }
    const scale = 1 / sqrt(squares / width + epsilon);
    for (let unit = 0; unit < width; unit++) {
      const i = first + unit;
      exact[i] = kept[i] = (input[i] - mean) * scale * weight[unit] + bias[unit];
    }
  }
}

/** What attention works out on the way, (head, query, key), a row of `CONTEXT` each. */
export interface AttentionRows {
  readonly scores: Float32Array;
  readonly attention: Float32Array;
  /** One row of weights. */
  readonly weights: Float64Array;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762) of every token to those up to itself, by heads:
 * queries, keys and values (token, head · unit) → the values, weighted by the softmax of query · key / √units.
 */
export function attend(
  queries: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  { scores, attention, weights }: AttentionRows,
  output: Rows,
  heads: number,
  headUnits: number,
  from: number,
  to: number,
): void {
  const width = heads * headUnits;
  for (let head = 0; head < heads; head++) {
    for (let query = from; query < to; query++) {
      const row = (head * CONTEXT + query) * CONTEXT;
      const unit = head * headUnits;
      const largest = score(queries, keys, weights, query * width + unit, unit, width, headUnits, query + 1);
      for (let key = 0; key <= query; key++) scores[row + key] = weights[key];
      const total = exponentiate(weights, 0, query + 1, largest);
      for (let key = 0; key <= query; key++) attention[row + key] = weights[key] = weights[key] / total;
      weigh(values, weights, output, query * width + unit, unit, width, headUnits, query + 1);
    }
  }
}

/** One query's scores with the first `count` keys, and the largest of them. */
function score(
  queries: Float64Array,
  keys: Float64Array,
  scores: Float64Array,
  query: number,
  firstUnit: number,
  width: number,
  headUnits: number,
  count: number,
): number {
  const root = sqrt(headUnits);
  let largest = Number.NEGATIVE_INFINITY;
  let key = 0;
  for (; key + 4 <= count; key += 4) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let unit = 0, at = key * width + firstUnit; unit < headUnits; unit++, at++) {
      const value = queries[query + unit];
      sum0 += value * keys[at];
      sum1 += value * keys[at + width];
      sum2 += value * keys[at + 2 * width];
      sum3 += value * keys[at + 3 * width];
    }
    scores[key] = sum0 / root;
    scores[key + 1] = sum1 / root;
    scores[key + 2] = sum2 / root;
    scores[key + 3] = sum3 / root;
    largest = max(largest, scores[key], scores[key + 1], scores[key + 2], scores[key + 3]);
  }
  for (; key < count; key++) {
    let sum = 0;
    for (let unit = 0, at = key * width + firstUnit; unit < headUnits; unit++, at++)
      sum += queries[query + unit] * keys[at];
    scores[key] = sum / root;
    largest = max(largest, scores[key]);
  }
  return largest;
}

/** One head's output for one query: the first `count` values, weighted. */
function weigh(
  values: Float64Array,
  weights: Float64Array,
  { exact, kept }: Rows,
  output: number,
  firstUnit: number,
  width: number,
  headUnits: number,
  count: number,
): void {
  let unit = 0;
  for (; unit + 4 <= headUnits; unit += 4) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let key = 0, at = firstUnit + unit; key < count; key++, at += width) {
      const weight = weights[key];
      sum0 += weight * values[at];
      sum1 += weight * values[at + 1];
      sum2 += weight * values[at + 2];
      sum3 += weight * values[at + 3];
    }
    exact[output + unit] = kept[output + unit] = sum0;
    exact[output + unit + 1] = kept[output + unit + 1] = sum1;
    exact[output + unit + 2] = kept[output + unit + 2] = sum2;
    exact[output + unit + 3] = kept[output + unit + 3] = sum3;
  }
  for (; unit < headUnits; unit++) {
    let sum = 0;
    for (let key = 0, at = firstUnit + unit; key < count; key++, at += width) sum += weights[key] * values[at];
    exact[output + unit] = kept[output + unit] = sum;
  }
}

/** Replaces values by e to the power of what they are less than the largest, and returns the sum of these powers. */
function exponentiate(values: Float64Array, first: number, end: number, largest: number): number {
  let sum = 0;
  for (let i = first; i < end; i++) {
    const power = exp(values[i] - largest);
    values[i] = power;
    sum += power;
  }
  return sum;
}

/** Softmax of every token's `width` logits. */
export function softmaxRows(
  logits: Float64Array,
  powers: Float64Array,
  kept: Float32Array,
  width: number,
  from: number,
  to: number,
): void {
  for (let token = from, first = from * width; token < to; token++, first += width) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) {
      powers[i] = logits[first + i];
      largest = max(largest, powers[i]);
    }
    const total = exponentiate(powers, 0, width, largest);
    for (let i = 0; i < width; i++) kept[first + i] = powers[i] / total;
  }
}
