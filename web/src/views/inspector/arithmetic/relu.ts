import type { OriginOf } from '../../../explain/provenance/description.ts';
import { setFlag } from '../../parts/dom.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** The sums that the curve reaches, unless the unit's own lies further out. */
const LEAST_RANGE = 1;
/** Half the drawing's width, in its own units. */
const REACH = 48;

export interface ReluCurve {
  readonly element: SVGElement;
  /** @param sum what goes in; anything but a rectified sum hides the curve */
  show(sum: OriginOf<'sum'> | null): void;
}

/** The function with its point: the sum across, what becomes of it upwards. */
export function createReluCurve(): ReluCurve {
  const element = make('svg', { class: 'unit-relu', viewBox: '-52 -52 104 60', 'aria-hidden': 'true' });
  const point = make('circle', { r: 4 });
  element.append(
    make('path', { class: 'unit-axes', d: 'M-50 0H50M0 6V-50' }),
    make('path', { d: 'M-50 0H0L48 -48' }),
    point,
  );
  return {
    element,
    show(sum) {
      setFlag(element, 'hidden', sum === null);
      if (sum === null) return;
      const scale = REACH / (1.25 * Math.max(LEAST_RANGE, Math.abs(sum.preactivation)));
      point.setAttribute('cx', String(scale * sum.preactivation));
      point.setAttribute('cy', String(-scale * sum.output));
    },
  };
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
