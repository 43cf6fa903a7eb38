/** What feeds a unit. */

import { architecture, type Convolution } from '../../net/cnn/architecture.ts';
import { cellAt, cellPlace, layerValues, type Part, type Unit, unitAt, unitIndex, unitValue } from '../unit.ts';
import type { Evidence, LogitForm, OriginOf, Product } from './description.ts';
import { AROUND, CONVOLUTION_OF, largestOf, logitParameters, meanOverDigits, tap } from './layers.ts';

type UnitOf<Layer extends Unit['layer']> = Extract<Unit, { layer: Layer }>;

/** A unit's terms, and all that becomes of them. */
export function unitOrigin(unit: Unit, evidence: Evidence, form: LogitForm) {
  switch (unit.layer) {
    case 'input':
      return inkOrigin(unit, evidence.trace.input[unit.cell]);
    case 'conv1':
    case 'conv2':
      return convolutionOrigin(unit.layer, unit, evidence);
    case 'pool1':
    case 'pool2':
      return poolOrigin(unit, evidence);
    case 'fc1':
      return linearOrigin(unit, evidence);
    case 'logit':
      return logitOrigin(unit, evidence, form);
    default:
      return softmaxOrigin(unit, evidence);
  }
}

export function inkOrigin(part: Part, output: number): OriginOf<'ink'> {
  return { kind: 'ink', part, terms: [], output };
}

/** A sum without a ReLU. */
export function sumOrigin(
  part: Part,
  terms: readonly Product[],
  bias: number,
  preactivation?: number,
): OriginOf<'sum'> {
  const sum = terms.reduce((total, { amount }) => total + amount, bias);
  const output = preactivation ?? sum;
  return { kind: 'sum', part, terms, bias, sum, preactivation: output, output, rectified: false, needed: 0 };
}

export function productOf(source: Unit, input: number, weight: number): Product {
  return { source, input, weight, amount: input * weight };
}

function rectified(origin: OriginOf<'sum'>, output: number): OriginOf<'sum'> {
  return { ...origin, output, rectified: true, needed: output > 0 ? 0 : 0 - origin.preactivation };
}

/** Kernel × patch, channel by channel, row by row. */
function convolutionOrigin(
  name: Convolution,
  unit: UnitOf<'conv1' | 'conv2'>,
  { trace, weights }: Evidence,
): OriginOf<'sum'> {
  const { inputChannels, kernel } = architecture[name];
  const { row, column } = cellPlace(name, unit.cell);
  const terms: Product[] = [];
  for (let channel = 0; channel < inputChannels; channel++) {
    for (let u = 0; u < kernel; u++) {
      for (let v = 0; v < kernel; v++) {
        const source = cellAt(AROUND[name].inputs, channel, row + u, column + v);
        terms.push(productOf(source, unitValue(trace, source), tap(name, weights[name], unit.map, channel, u, v)));
      }
    }
  }
  const { preactivations, activations } = trace[name];
  const index = unitIndex(unit);
  return rectified(sumOrigin(unit, terms, weights[name].bias[unit.map], preactivations[index]), activations[index]);
}

function poolOrigin(unit: UnitOf<'pool1' | 'pool2'>, { trace }: Evidence): OriginOf<'largest'> {
  const name = CONVOLUTION_OF[unit.layer];
  const { pool } = architecture[name];
  const { row, column } = cellPlace(unit.layer, unit.cell);
  const index = unitIndex(unit);
  const winner = trace[name].winners[index];
  const terms = Array.from({ length: pool * pool }, (_, i) => {
    const source = cellAt(name, unit.map, row * pool + Math.trunc(i / pool), column * pool + (i % pool));
    const input = unitValue(trace, source);
    return { source, input, amount: i === winner ? input : 0, wins: i === winner };
  });
  return { kind: 'largest', part: unit, terms, output: trace[name].pooled[index] };
}

function linearOrigin(part: UnitOf<'fc1'>, { trace, weights }: Evidence): OriginOf<'sum'> {
  const { weight, bias } = weights.fc1;
  const { preactivations, activations } = trace.fc1;
  const terms = termsOf('pool2', trace.conv2.pooled, (i) => weight[part.unit * architecture.fc1.inputs + i]);
  return rectified(sumOrigin(part, terms, bias[part.unit], preactivations[part.unit]), activations[part.unit]);
}

function logitOrigin(part: UnitOf<'logit'>, { trace, weights }: Evidence, form: LogitForm): OriginOf<'sum'> {
  const { weight, bias } = logitParameters(weights, form);
  const terms = termsOf('fc1', trace.fc1.activations, (i) => weight(part.digit, i));
  const mean = form === 'average' ? meanOverDigits((digit) => trace.logits[digit]) : 0;
  return sumOrigin(part, terms, bias(part.digit), trace.logits[part.digit] - mean);
}

function termsOf(layer: 'pool2' | 'fc1', inputs: Float32Array, weight: (index: number) => number): Product[] {
  return Array.from(inputs, (input, i) => productOf(unitAt(layer, i), input, weight(i)));
}

function softmaxOrigin(part: UnitOf<'probability'>, { trace }: Evidence): OriginOf<'softmax'> {
  const logits = layerValues(trace, 'logit');
  const largest = largestOf(logits);
  const terms = Array.from(logits, (input, digit) => ({
    source: unitAt('logit', digit),
    input,
    amount: Math.exp(input - largest),
  }));
  const sum = terms.reduce((total, { amount }) => total + amount, 0);
  return { kind: 'softmax', part, terms, largest, sum, output: trace.probabilities[part.digit] };
}
