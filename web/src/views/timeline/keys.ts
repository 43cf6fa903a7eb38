import type { KeyPress } from '../keyboard.ts';

/** So many points at once, with Shift. */
export const FAST_STEP = 10;

/** Where the timeline is. */
export interface Scrubbed {
  readonly moment: number;
  /** In all. */
  readonly points: number;
  /** The moments of changes, ascending. */
  readonly changes: readonly number[];
}

/** What a key does to the timeline: the moment it goes to, or playing; null for keys that are left to the browser. */
export function timelineCommand(press: KeyPress, { moment, points, changes }: Scrubbed): number | 'play' | null {
  if (press.altKey || press.ctrlKey || press.metaKey) return null;
  const step = press.shiftKey ? FAST_STEP : 1;
  switch (press.key) {
    case ' ':
      return 'play';
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, moment - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(points, moment + step);
    case 'Home':
      return 0;
    case 'End':
      return points;
    case 'PageDown':
      return changes.filter((change) => change < moment).at(-1) ?? 0;
    case 'PageUp':
      return changes.find((change) => change > moment) ?? points;
    default:
      return null;
  }
}

/** The moment at a place along the timeline, in px from its left end. */
export function momentAt(place: number, width: number, points: number): number {
  return width > 0 ? Math.round((points * Math.min(width, Math.max(0, place))) / width) : points;
}
