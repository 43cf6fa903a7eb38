import { STAGES, type Stage } from '../../explain/topology.ts';
import type { Layout } from './layout.ts';

/** Where the control points of a link's curve lie, as a share of the distance between its ends. */
export const BEND = 0.5;

/** How far a point is from each link of a stage. */
export interface StageDistances {
  readonly stage: Stage;
  /** In px, nearly: from the point to the curve's tangent where it is level with the point; by target × sources + source. */
  readonly distances: Float64Array;
}

/** The stage whose links pass the point, with their distances; null beside all links. */
export function distancesToLinks({ ends, upright }: Layout, x: number, y: number): StageDistances | null {
  const [across, along] = upright ? [1, 0] : [0, 1];
  const [passed, aside] = upright ? [y, x] : [x, y];
  for (const stage of STAGES) {
    const first = 4 * stage.firstLink;
    // All links of a stage begin, and end, at the same distance from the input.
    const [from, to] = [ends[first + across], ends[first + 2 + across]];
    const share = (passed - from) / (to - from);
    if (!(share >= 0 && share <= 1)) continue;
    const t = parameterAt(share);
    const turned = t * t * (3 - 2 * t);
    const steepness = (6 * t * (1 - t)) / (speedAt(t) * (to - from));
    const distances = Float64Array.from({ length: stage.links }, (_, link) => {
      const start = ends[first + 4 * link + along];
      const rise = ends[first + 4 * link + 2 + along] - start;
      return Math.abs(start + rise * turned - aside) / Math.hypot(1, rise * steepness);
    });
    return { stage, distances };
  }
  return null;
}

/** How far along the way from end to end a curve has come at `t`, 0…1. */
function wayAt(t: number): number {
  const left = 1 - t;
  return 3 * BEND * left * left * t + 3 * (1 - BEND) * left * t * t + t * t * t;
}

function speedAt(t: number): number {
  const left = 1 - t;
  return 3 * BEND * left * left + 6 * (1 - 2 * BEND) * left * t + 3 * BEND * t * t;
}

/** The curve's parameter where it has come so far; the way grows with it. */
function parameterAt(share: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2;
    if (wayAt(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
