/** Switching off, as Python's explaining/ablation.py does it: the weights and biases of feature maps and FC units become 0. */

import type { WeightedLayer } from '../net/cnn/architecture.ts';
import type { LayerWeights, Weights } from '../net/cnn/weights.ts';
import { GROUP_UNITS } from './topology.ts';
import type { Part } from './unit.ts';

/** What can be switched off. */
export type Switchable = Extract<Part, { readonly layer: 'map1' | 'map2' | 'fc1' }>;

/** The layer whose output a part is, and which one. */
const LAYER_OF = { map1: 'conv1', map2: 'conv2', fc1: 'fc1' } as const satisfies Record<
  Switchable['layer'],
  WeightedLayer
>;

export function isSwitchable(part: Part): part is Switchable {
  return Object.hasOwn(LAYER_OF, part.layer);
}

/** What can be switched off at a part: of a map's cell its map, of a group its units. */
export function switchesAt(part: Part): readonly Switchable[] {
  switch (part.layer) {
    case 'map1':
    case 'map2':
    case 'fc1':
      return [part];
    case 'conv1':
    case 'pool1':
      return [{ layer: 'map1', map: part.map }];
    case 'conv2':
    case 'pool2':
      return [{ layer: 'map2', map: part.map }];
    case 'group':
      return Array.from({ length: GROUP_UNITS }, (_, i) => ({ layer: 'fc1', unit: part.group * GROUP_UNITS + i }));
    default:
      return [];
  }
}

/** The weights without these parts, which then compute 0 whatever is drawn. The given ones stay as they are. */
export function weightsWithout(weights: Weights, off: readonly Part[]): Weights {
  const outputs: Record<WeightedLayer, number[]> = { conv1: [], conv2: [], fc1: [], fc2: [] };
  for (const part of off) {
    if (isSwitchable(part)) outputs[LAYER_OF[part.layer]].push(part.layer === 'fc1' ? part.unit : part.map);
  }
  const layer = (name: WeightedLayer): LayerWeights => silenced(weights[name], outputs[name]);
  return { conv1: layer('conv1'), conv2: layer('conv2'), fc1: layer('fc1'), fc2: weights.fc2 };
}

function silenced(layer: LayerWeights, outputs: readonly number[]): LayerWeights {
  if (outputs.length === 0) return layer;
  const [weight, bias] = [layer.weight.slice(), layer.bias.slice()];
  const fanIn = weight.length / bias.length;
  for (const output of outputs) {
    weight.fill(0, output * fanIn, (output + 1) * fanIn);
    bias[output] = 0;
  }
  return { weight, bias };
}
