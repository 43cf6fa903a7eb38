import { setFlag } from './dom.ts';

interface Step {
  readonly from: number;
  readonly to: number;
}

/** Places the bars of a printed sum, each of which begins where the one above ends, on one scale that holds 0. */
export function waterfallOf(steps: readonly Step[]): (bar: HTMLElement, step: Step) => void {
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const low = Math.min(0, ...ends);
  const span = Math.max(0, ...ends) - low || 1;
  return (bar, { from, to }) => {
    setFlag(bar, 'data-against', to < from);
    // A transform moves nothing else, and does not count as a shift of the page.
    bar.style.transform = `translateX(${(100 * (Math.min(from, to) - low)) / span}%) scaleX(${Math.abs(to - from) / span})`;
  };
}
