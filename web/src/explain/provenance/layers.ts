/** What the layers of one kind have in common. */

import { architecture, type Convolution } from '../../net/cnn/architecture.ts';
import type { LayerWeights, Weights } from '../../net/cnn/weights.ts';
import type { GridLayer } from '../unit.ts';
import type { LogitForm } from './description.ts';

/** The layers around each convolution. */
export const AROUND = {
  conv1: { inputs: 'input', pooled: 'pool1' },
  conv2: { inputs: 'pool1', pooled: 'pool2' },
} as const satisfies Record<Convolution, Record<'inputs' | 'pooled', GridLayer>>;

export const CONVOLUTION_OF = { pool1: 'conv1', pool2: 'conv2' } as const;

/** A logit's weight for a unit, and its bias, in the form asked for. */
export interface LogitParameters {
  weight(digit: number, unit: number): number;
  bias(digit: number): number;
}

export function logitParameters({ fc2 }: Weights, form: LogitForm): LogitParameters {
  const { inputs } = architecture.fc2;
  const meanOf = (value: (digit: number) => number): number => (form === 'average' ? meanOverDigits(value) : 0);
  return {
    weight: (digit, unit) => fc2.weight[digit * inputs + unit] - meanOf((each) => fc2.weight[each * inputs + unit]),
    bias: (digit) => fc2.bias[digit] - meanOf((each) => fc2.bias[each]),
  };
}

export function meanOverDigits(value: (digit: number) => number): number {
  const { units } = architecture.fc2;
  let sum = 0;
  for (let digit = 0; digit < units; digit++) sum += value(digit);
  return sum / units;
}

/** A kernel's weight for an input channel at a row and column of the kernel. */
export function tap(name: Convolution, { weight }: LayerWeights, map: number, source: number, u: number, v: number) {
  const { inputChannels, kernel } = architecture[name];
  return weight[((map * inputChannels + source) * kernel + u) * kernel + v];
}

export function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, value));
}
