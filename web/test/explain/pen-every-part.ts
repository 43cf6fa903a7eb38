/** Every number of a trace, as something that can be asked about. */

import type { LayerQuantity, PenPart } from '../../src/explain/pen/parts.ts';
import { SIZES, VOCABULARY } from '../../src/net/pen/description.ts';
import { range } from '../pen-networks.ts';

const LAYER_QUANTITIES: readonly LayerQuantity[] = [
  'normalized1',
  'query',
  'key',
  'value',
  'head',
  'attended',
  'middle',
  'normalized2',
  'preactivation',
  'activation',
  'fedForward',
  'after',
];

/** All that belongs to a token, seen from it. */
export function partsOf(token: number): PenPart[] {
  const units = range(SIZES.width);
  const layers = range(SIZES.layers);
  return [
    ...units.flatMap((unit): PenPart[] => [
      { quantity: 'embedding', token, unit },
      { quantity: 'normalized', token, unit },
    ]),
    ...layers.flatMap((layer) =>
      LAYER_QUANTITIES.flatMap((quantity) =>
        range(quantity.endsWith('activation') ? SIZES.feedForward : SIZES.width).map(
          (unit): PenPart => ({ quantity, layer, token, unit }),
        ),
      ),
    ),
    ...layers.flatMap((layer) =>
      range(SIZES.heads).flatMap((head) =>
        range(token + 1).flatMap((key): PenPart[] => [
          { quantity: 'score', layer, head, token, key },
          { quantity: 'attention', layer, head, token, key },
        ]),
      ),
    ),
    ...VOCABULARY.flatMap((_, next): PenPart[] => [
      { quantity: 'logit', token, next },
      { quantity: 'probability', token, next },
    ]),
  ];
}
