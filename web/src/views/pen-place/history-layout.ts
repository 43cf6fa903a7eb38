/** Where epochs and their measures lie over the columns of a training run's moments. */

/**
 * An epoch's place from 0 to 1, of the width of equal columns: each moment in the middle of its own, the epochs between two by
 * their logarithms, as the moments are spaced. Before the first and after the last moment there is nothing.
 */
export function placeOfEpoch(epoch: number, moments: readonly number[]): number {
  const next = moments.findIndex((moment) => moment >= epoch);
  if (next === 0) return 0.5 / moments.length;
  if (next === -1) return (moments.length - 0.5) / moments.length;
  const [from, to] = [moments[next - 1], moments[next]];
  const share = Math.log(epoch / from) / Math.log(to / from);
  return (next - 0.5 + share) / moments.length;
}

/** A measure's curve as an SVG path, from the first moment's epoch to the last one's; 0 at the bottom, `most` at the top. */
export function curvePath(
  values: readonly number[],
  moments: readonly number[],
  most: number,
  width: number,
  height: number,
): string {
  const [first, last] = [moments[0], moments[moments.length - 1]];
  const places = values.slice(first - 1, last).map((value, i) => {
    const x = placeOfEpoch(first + i, moments) * width;
    const y = height * (1 - value / most);
    return `${x.toFixed(1)} ${y.toFixed(2)}`;
  });
  return `M${places.join('L')}`;
}

/**
 * Where the labels of curves stand that end at these heights, from 0 at the top to 1: beside the ends, or within the chart above the
 * curves, the lowest one below its own; always so far from each other that they can be read.
 */
export function labelPlaces(
  ends: readonly number[],
  apart: number,
): { readonly beside: number[]; readonly within: number[] } {
  const lowest = ends.indexOf(Math.max(...ends));
  const within = ends.map((end, i) => end + (i === lowest ? 0.5 : -0.5) * apart);
  return { beside: spread(ends, apart, 1), within: spread(within, apart, 1 - apart / 2) };
}

/** Heights in the same order, none below another's room, nor below the last one. */
function spread(heights: readonly number[], apart: number, last: number): number[] {
  const upwards = heights.map((_, i) => i).sort((a, b) => heights[b] - heights[a]);
  const placed = [...heights];
  let room = last;
  for (const i of upwards) {
    placed[i] = Math.min(heights[i], room);
    room = placed[i] - apart;
  }
  return placed;
}
