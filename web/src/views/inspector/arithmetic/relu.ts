import type { OriginOf } from '../../../explain/provenance/description.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Of the sum, in either direction: what lies further out moves the edge. */
const LEAST_RANGE = 1;

export interface ReluCurve {
  readonly element: SVGElement;
  show(origin: OriginOf<'sum'>): void;
}

/** The function with its point; the sum on the axis across, what becomes of it upwards. */
export function createReluCurve(): ReluCurve {
  const add = (holder: Element, name: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
    const element = document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    holder.append(element);
    return element;
  };
  const element = document.createElementNS(SVG, 'svg') as SVGElement;
  for (const [key, value] of Object.entries({ class: 'unit-relu', viewBox: '-52 -52 104 60', 'aria-hidden': 'true' }))
    element.setAttribute(key, value);
  add(element, 'path', { class: 'unit-axes', d: 'M-50 0H50M0 6V-50' });
  add(element, 'path', { d: 'M-50 0H0L48 -48' });
  const point = add(element, 'circle', { r: 4 });
  return {
    element,
    show({ preactivation, output }) {
      const range = 1.25 * Math.max(LEAST_RANGE, Math.abs(preactivation));
      point.setAttribute('cx', ((48 * preactivation) / range).toFixed(2));
      point.setAttribute('cy', ((-48 * output) / range).toFixed(2));
    },
  };
}
