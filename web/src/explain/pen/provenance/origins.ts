/** What feeds a number of the pen's network. */

import { SIZES, VOCABULARY } from '../../../net/pen/description.ts';
import { placeCell, placesOf } from '../../../net/pen/places.ts';
import type { LinearWeights, NormWeights } from '../../../net/pen/weights.ts';
import { maskAt } from '../next.ts';
import type { LayerQuantity, PenPart } from '../parts.ts';
import {
  headOf,
  isMasked,
  type OfHead,
  type OfLayer,
  type OfNext,
  type OfToken,
  penValue,
  streamBefore,
} from '../values.ts';
import type { EmbeddingTable, PenEvidence, PenOrigin, PenOriginOf, PenProduct, PenTerm } from './description.ts';

const { width, headUnits, feedForward } = SIZES;

/** A part's terms, and all that becomes of them. Its token must be in the trace. */
export function penOrigin(part: PenPart, evidence: PenEvidence): PenOrigin {
  const { weights } = evidence;
  switch (part.quantity) {
    case 'embedding':
      return embeddingOrigin(part, evidence);
    case 'normalized':
      return normalizedOrigin(part, streamBefore(SIZES.layers, part.token, part.unit), weights.norm, evidence);
    case 'score':
      return scoreOrigin(part, evidence);
    case 'attention':
      return attentionOrigin(part, evidence);
    case 'logit':
      return penLogitOrigin(part, evidence);
    case 'probability':
      return probabilityOrigin(part, evidence);
    default:
      return layerOrigin(part, evidence);
  }
}

function layerOrigin(part: OfLayer, evidence: PenEvidence): PenOrigin {
  const { layer, token, unit } = part;
  const own = evidence.weights.layers[layer];
  const of = (quantity: LayerQuantity, source = unit): OfLayer => ({ quantity, layer, token, unit: source });
  switch (part.quantity) {
    case 'normalized1':
      return normalizedOrigin(part, streamBefore(layer, token, unit), own.norm1, evidence);
    case 'query':
    case 'key':
    case 'value':
      return projectionOrigin(part, 'normalized1', own[part.quantity], evidence);
    case 'head':
      return headOrigin(part, evidence);
    case 'attended':
      return projectionOrigin(part, 'head', own.output, evidence);
    case 'middle':
      return additionOrigin(part, [streamBefore(layer, token, unit), of('attended')], evidence);
    case 'normalized2':
      return normalizedOrigin(part, of('middle'), own.norm2, evidence);
    case 'preactivation':
      return projectionOrigin(part, 'normalized2', own.up, evidence);
    case 'activation': {
      const source = of('preactivation');
      const output = penValue(evidence.trace, part);
      return {
        kind: 'relu',
        part,
        output,
        terms: [{ source, input: penValue(evidence.trace, source), amount: output }],
      };
    }
    case 'fedForward':
      return projectionOrigin(part, 'activation', own.down, evidence);
    case 'after':
      return additionOrigin(part, [of('middle'), of('fedForward')], evidence);
  }
}

/** One row a table; of the pen's place only where it has one, and the vector for the lifted pen only while it is up. */
function embeddingOrigin(part: OfToken, { trace, weights }: PenEvidence): PenOriginOf<'addition'> {
  const { token, unit } = part;
  const { x, y, up, known } = placesOf(trace.ids);
  const term = (table: EmbeddingTable, row: number): PenTerm => {
    const amount = weights[table][row * width + unit];
    return { source: { table, row, unit }, input: amount, amount };
  };
  const terms = [term('token', trace.ids[token]), term('position', token)];
  if (known[token]) terms.push(term('placeX', placeCell(x[token])), term('placeY', placeCell(y[token])));
  if (up[token]) terms.push(term('penUp', 0));
  return { kind: 'addition', part, terms, sum: sumOf(terms), output: penValue(trace, part) };
}

function additionOrigin(part: PenPart, sources: readonly PenPart[], { trace }: PenEvidence): PenOriginOf<'addition'> {
  const terms = sources.map((source) => {
    const input = penValue(trace, source);
    return { source, input, amount: input };
  });
  return { kind: 'addition', part, terms, sum: sumOf(terms), output: penValue(trace, part) };
}

function normalizedOrigin(
  part: OfToken | OfLayer,
  source: PenPart,
  { weight, bias }: NormWeights,
  { trace }: PenEvidence,
): PenOriginOf<'normalization'> {
  const stream = Array.from({ length: width }, (_, unit) => penValue(trace, { ...source, unit } as PenPart));
  const mean = stream.reduce((sum, value) => sum + value, 0) / width;
  const variance = stream.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
  const deviation = Math.sqrt(variance + SIZES.epsilon);
  const { unit } = part;
  const factor = weight[unit] / deviation;
  const input = stream[unit];
  const amount = (input - mean) * factor;
  return {
    kind: 'normalization',
    part,
    terms: [{ source, input, weight: factor, factor: null, amount }],
    mean,
    variance,
    deviation,
    gain: weight[unit],
    bias: bias[unit],
    sum: amount + bias[unit],
    output: penValue(trace, part),
  };
}

/** The token's vector of another quantity of the layer × a row of weights. */
function projectionOrigin(
  part: OfLayer,
  inputs: LayerQuantity,
  { weight, bias }: LinearWeights,
  { trace }: PenEvidence,
): PenOriginOf<'products'> {
  const { layer, token } = part;
  const count = weight.length / bias.length;
  const terms = Array.from({ length: count }, (_, unit) => {
    const source: OfLayer = { quantity: inputs, layer, token, unit };
    return penProduct(source, penValue(trace, source), weight[part.unit * count + unit]);
  });
  return productsOrigin(part, terms, bias[part.unit], penValue(trace, part));
}

function scoreOrigin(part: OfHead, { trace }: PenEvidence): PenOrigin {
  if (isMasked(part)) return maskedOrigin(part, Number.NEGATIVE_INFINITY);
  const { layer, head, token, key } = part;
  const terms = Array.from({ length: headUnits }, (_, i) => {
    const unit = head * headUnits + i;
    const source: OfLayer = { quantity: 'query', layer, token, unit };
    const factor: OfLayer = { quantity: 'key', layer, token: key, unit };
    return penProduct(source, penValue(trace, source), penValue(trace, factor), factor);
  });
  return productsOrigin(part, terms, null, penValue(trace, part), Math.sqrt(headUnits));
}

/** The softmax over the query's token and those before it. */
function attentionOrigin(part: OfHead, { trace }: PenEvidence): PenOrigin {
  if (isMasked(part)) return maskedOrigin(part, 0);
  const scores = Array.from({ length: part.token + 1 }, (_, key): PenPart => ({ ...part, quantity: 'score', key }));
  return penSoftmaxOrigin(part, scores, part.key, { trace });
}

/** The head's attention × the values of the tokens that it sees. */
function headOrigin(part: OfLayer, { trace }: PenEvidence): PenOriginOf<'products'> {
  const { layer, token, unit } = part;
  const terms = Array.from({ length: token + 1 }, (_, key) => {
    const source: OfLayer = { quantity: 'value', layer, token: key, unit };
    const factor: PenPart = { quantity: 'attention', layer, head: headOf(unit), token, key };
    return penProduct(source, penValue(trace, source), penValue(trace, factor), factor);
  });
  return productsOrigin(part, terms, null, penValue(trace, part));
}

/** The last vector × the token's own embedding: the same table reads and predicts tokens. */
function penLogitOrigin(part: OfNext, { trace, weights }: PenEvidence): PenOriginOf<'products'> {
  const terms = Array.from({ length: width }, (_, unit) => {
    const source: PenPart = { quantity: 'normalized', token: part.token, unit };
    return penProduct(source, penValue(trace, source), weights.token[part.next * width + unit]);
  });
  return productsOrigin(part, terms, null, penValue(trace, part));
}

/** The softmax over what may follow; the others are masked. */
function probabilityOrigin(part: OfNext, { trace }: PenEvidence): PenOriginOf<'softmax'> {
  const { token } = part;
  const mask = maskAt(trace.ids, token);
  const logits = VOCABULARY.map((_, next): PenPart => ({ quantity: 'logit', token, next }));
  return penSoftmaxOrigin(part, logits, part.next, { trace }, (next) => !mask[next]);
}

function penSoftmaxOrigin(
  part: PenPart,
  sources: readonly PenPart[],
  own: number,
  { trace }: Pick<PenEvidence, 'trace'>,
  counts: (source: number) => boolean = () => true,
): PenOriginOf<'softmax'> {
  const inputs = sources.map((source) => penValue(trace, source));
  const largest = Math.max(...inputs.filter((_, i) => counts(i)));
  const terms = sources.map((source, i) => {
    return { source, input: inputs[i], amount: counts(i) ? Math.exp(inputs[i] - largest) : 0 };
  });
  return { kind: 'softmax', part, terms, own, largest, sum: sumOf(terms), output: penValue(trace, part) };
}

function penProduct(source: PenPart, input: number, weight: number, factor: PenPart | null = null): PenProduct {
  return { source, input, weight, factor, amount: input * weight };
}

function productsOrigin(
  part: PenPart,
  terms: readonly PenProduct[],
  bias: number | null,
  output: number,
  divisor = 1,
): PenOriginOf<'products'> {
  return { kind: 'products', part, terms, bias, sum: sumOf(terms, bias ?? 0), divisor, output };
}

function maskedOrigin(part: PenPart, output: number): PenOriginOf<'masked'> {
  return { kind: 'masked', part, terms: [], output };
}

function sumOf(terms: readonly PenTerm[], first = 0): number {
  return terms.reduce((sum, { amount }) => sum + amount, first);
}

/** The units of a layer's feed-forward part, or of the residual stream. */
export function unitsOf(quantity: PenPart['quantity']): number {
  return quantity === 'preactivation' || quantity === 'activation' ? feedForward : width;
}
