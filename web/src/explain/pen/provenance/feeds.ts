/** What a number of the pen's network feeds. */

import { SIZES, VOCABULARY } from '../../../net/pen/description.ts';
import type { LayerQuantity, PenPart } from '../parts.ts';
import { headOf, isMasked, listOf, type OfLayer } from '../values.ts';
import type { PenEvidence, PenFeed, PenOrigin } from './description.ts';
import { penOrigin, unitsOf } from './origins.ts';

/** The next quantities, each with what its own sum says the part brings. */
export function penFeeds(part: PenPart, evidence: PenEvidence): PenFeed[] {
  return targetsOf(part, evidence.trace.ids.length).map((target) => ({
    target,
    amount: amountOf(part, penOrigin(target, evidence)),
  }));
}

/** Among so many tokens. */
function targetsOf(part: PenPart, tokens: number): PenPart[] {
  const { token } = part;
  switch (part.quantity) {
    case 'embedding':
      return fromStream(0, token, part.unit);
    case 'normalized':
      return VOCABULARY.map((_, next) => ({ quantity: 'logit', token, next }));
    // Of all that an exponential is part of, its own share.
    case 'score':
      return isMasked(part) ? [] : [{ ...part, quantity: 'attention' }];
    case 'attention': {
      const { layer, head } = part;
      if (isMasked(part)) return [];
      return listOf(SIZES.headUnits, (i) => ({ quantity: 'head', layer, token, unit: head * SIZES.headUnits + i }));
    }
    case 'logit':
      return [{ ...part, quantity: 'probability' }];
    case 'probability':
      return [];
    default:
      return fromLayer(part, tokens);
  }
}

function fromLayer(part: OfLayer, tokens: number): PenPart[] {
  const { layer, token, unit } = part;
  const own = (quantity: LayerQuantity): PenPart => ({ quantity, layer, token, unit });
  const all = (quantity: LayerQuantity): PenPart[] =>
    listOf(unitsOf(quantity), (other) => ({ quantity, layer, token, unit: other }));
  switch (part.quantity) {
    case 'normalized1':
      return [...all('query'), ...all('key'), ...all('value')];
    case 'query':
      return listOf(token + 1, (key) => ({ quantity: 'score', layer, head: headOf(unit), token, key }));
    case 'key':
      return listOf(tokens - token, (later) => {
        return { quantity: 'score', layer, head: headOf(unit), token: token + later, key: token };
      });
    case 'value':
      return listOf(tokens - token, (later) => ({ quantity: 'head', layer, token: token + later, unit }));
    case 'head':
      return all('attended');
    case 'attended':
      return [own('middle')];
    case 'middle':
      return [own('normalized2'), own('after')];
    case 'normalized2':
      return all('preactivation');
    case 'preactivation':
      return [own('activation')];
    case 'activation':
      return all('fedForward');
    case 'fedForward':
      return [own('after')];
    case 'after':
      return fromStream(layer + 1, token, unit);
  }
}

/** What takes in the residual stream before a layer, or after the last. */
function fromStream(layer: number, token: number, unit: number): PenPart[] {
  if (layer === SIZES.layers) return [{ quantity: 'normalized', token, unit }];
  return (['normalized1', 'middle'] as const).map((quantity) => ({ quantity, layer, token, unit }));
}

/** What a part brings to a target: an input's term, or a factor's, has the amount. A score is divided. */
function amountOf(part: PenPart, origin: PenOrigin): number {
  for (const term of origin.terms) {
    const factor = 'factor' in term ? term.factor : null;
    if (isSameAs(part, term.source) || (factor && isSameAs(part, factor)))
      return term.amount / (origin.kind === 'products' ? origin.divisor : 1);
  }
  return 0;
}

const INDICES = ['quantity', 'layer', 'head', 'token', 'key', 'unit', 'next'] as const;

function isSameAs(part: PenPart, other: object): boolean {
  const [a, b]: Partial<Record<(typeof INDICES)[number], string | number>>[] = [part, other];
  return INDICES.every((index) => a[index] === b[index]);
}
