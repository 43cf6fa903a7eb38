import fc from 'fast-check';
import type { LayerQuantity, PenPart } from '../src/explain/pen/parts.ts';
import { CONTEXT, SIZES, VOCABULARY } from '../src/net/pen/description.ts';

const { layers, heads, width, feedForward } = SIZES;

const OF_WIDTH: readonly LayerQuantity[] = [
  'normalized1',
  'query',
  'key',
  'value',
  'head',
  'attended',
  'middle',
  'normalized2',
  'fedForward',
  'after',
];

const layer = fc.nat(layers - 1);
const head = fc.nat(heads - 1);
const token = fc.nat(CONTEXT - 1);
const unit = fc.nat(width - 1);

/** Any number that the pen's network computes. */
export const anyPenPart: fc.Arbitrary<PenPart> = fc.oneof(
  fc.record({ quantity: fc.constantFrom('embedding', 'normalized'), token, unit }),
  fc.record({ quantity: fc.constantFrom(...OF_WIDTH), layer, token, unit }),
  fc.record({ quantity: fc.constantFrom('preactivation', 'activation'), layer, token, unit: fc.nat(feedForward - 1) }),
  token.chain((query) =>
    fc.record({
      quantity: fc.constantFrom('score', 'attention'),
      layer,
      head,
      token: fc.constant(query),
      key: fc.nat(query),
    }),
  ),
  fc.record({ quantity: fc.constantFrom('logit', 'probability'), token, next: fc.nat(VOCABULARY.length - 1) }),
);
