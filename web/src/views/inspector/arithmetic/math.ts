import type { Formula } from '../../../text/notation.ts';

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/** A formula as MathML, which browsers set without a fetched font. */
export function mathOf(formula: Formula): Element {
  const math = document.createElementNS(MATHML, 'math');
  math.append(elementOf(formula));
  return math;
}

function elementOf({ tag, content }: Formula): Element {
  const element = document.createElementNS(MATHML, tag);
  // Parentheses around a single line need no stretching, which some fonts overdo.
  if (tag === 'mo') element.setAttribute('stretchy', 'false');
  element.append(...(typeof content === 'string' ? [content] : content.map(elementOf)));
  return element;
}
