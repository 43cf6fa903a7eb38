/** The few numbers that say at a glance what a part of the network does for this drawing. */

import { architecture, type Convolution } from '../net/cnn/architecture.ts';
import type { Trace } from '../net/cnn/trace.ts';
import type { Contributions } from './contributions.ts';
import { linkNumber } from './lit.ts';
import { GROUP_UNITS, STAGES, type TargetName } from './topology.ts';
import { type Part, unitIndex, unitValue } from './unit.ts';

/** What a number of a part is. */
export type Quantity =
  | 'ink'
  | 'inkedCells'
  | 'preactivation'
  | 'relu'
  | 'pooled'
  | 'sum'
  | 'bias'
  | 'largest'
  | 'liveCells'
  | 'liveUnits'
  | 'logit'
  | 'againstAverage'
  | 'probability'
  | 'contribution'
  | 'targetSum';

export interface Value {
  readonly quantity: Quantity;
  readonly value: number;
  /** Of how many, for counts. */
  readonly of?: number;
}

/** The part's numbers, the one that stands for it first. @param contributions as they are shown: a link's numbers are in their form */
export function numbersOf(part: Part, trace: Trace, contributions: Contributions): readonly Value[] {
  switch (part.layer) {
    case 'picture':
      return pictureValues(trace.input);
    case 'input':
      return [{ quantity: 'ink', value: unitValue(trace, part) }];
    case 'map1':
      return mapValues('conv1', part.map, trace, contributions);
    case 'map2':
      return mapValues('conv2', part.map, trace, contributions);
    case 'conv1':
    case 'conv2':
      return neuronValues(trace[part.layer], unitIndex(part));
    case 'pool1':
    case 'pool2':
      return [{ quantity: 'pooled', value: unitValue(trace, part) }];
    case 'group':
      return groupValues(part.group, trace, contributions);
    case 'fc1':
      return neuronValues(trace.fc1, part.unit);
    case 'logit':
      return digitValues(part.digit, trace);
    case 'probability':
      return digitValues(part.digit, trace).reverse();
    case 'link':
      return linkValues(part.stage, part.source, part.target, contributions);
  }
}

function pictureValues(input: Float32Array): Value[] {
  return [
    { quantity: 'inkedCells', value: countPositive(input), of: input.length },
    { quantity: 'ink', value: totalOf(input) },
  ];
}

function mapValues(name: Convolution, map: number, trace: Trace, { sums, biases }: Contributions): Value[] {
  const { pooledHeight, pooledWidth } = architecture[name];
  const size = pooledHeight * pooledWidth;
  const cells = trace[name].pooled.subarray(map * size, (map + 1) * size);
  return [
    { quantity: 'sum', value: sums[name][map] },
    { quantity: 'bias', value: biases[name][map] },
    { quantity: 'largest', value: Math.max(...cells) },
    { quantity: 'liveCells', value: countPositive(cells), of: size },
  ];
}

function groupValues(group: number, { fc1 }: Trace, { sums, biases }: Contributions): Value[] {
  const units = fc1.activations.subarray(group * GROUP_UNITS, (group + 1) * GROUP_UNITS);
  return [
    { quantity: 'sum', value: sums.fc1[group] },
    { quantity: 'bias', value: biases.fc1[group] },
    { quantity: 'liveUnits', value: countPositive(units), of: GROUP_UNITS },
  ];
}

interface NeuronTrace {
  readonly preactivations: Float32Array;
  readonly activations: Float32Array;
}

function neuronValues({ preactivations, activations }: NeuronTrace, index: number): Value[] {
  return [
    { quantity: 'relu', value: activations[index] },
    { quantity: 'preactivation', value: preactivations[index] },
  ];
}

function digitValues(digit: number, { logits, probabilities }: Trace): Value[] {
  return [
    { quantity: 'logit', value: logits[digit] },
    { quantity: 'againstAverage', value: logits[digit] - totalOf(logits) / logits.length },
    { quantity: 'probability', value: probabilities[digit] },
  ];
}

function linkValues(stage: TargetName, source: number, target: number, { links, sums }: Contributions): Value[] {
  const { firstLink } = STAGES[STAGES.findIndex(({ name }) => name === stage)];
  return [
    { quantity: 'contribution', value: links[stage][linkNumber({ stage, source, target }) - firstLink] },
    { quantity: 'targetSum', value: sums[stage][target] },
  ];
}

/** How many are above 0. */
function countPositive(values: Float32Array): number {
  return values.reduce((found, value) => found + (value > 0 ? 1 : 0), 0);
}

function totalOf(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
