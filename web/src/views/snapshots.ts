import type { Drawing } from '../ink/drawing.ts';

/** How far a canvas has come with a drawing. */
export interface Progress {
  readonly columns: Drawing['columns'];
  /** Points it stands for. */
  readonly points: number;
  /** The stroke being painted. */
  readonly stroke: number;
  /** How many of its curves are there. */
  readonly curves: number;
  /** All of it is there, its end included. */
  readonly closed: boolean;
}

/** Whether the drawing is what was painted, or that and more. */
export function continues(progress: Progress, drawing: Drawing): boolean {
  if (progress.columns !== drawing.columns || drawing.points < progress.points) return false;
  if (!progress.closed || drawing.points === progress.points) return true;
  return drawing.columns.stroke[progress.points] !== progress.stroke;
}

/** Copies of what is on a canvas. */
export interface Copies<Copy> {
  /** Makes one, in the place of `old` if that is given. */
  take(old?: Copy): Copy;
  /** In the place of all that is there. */
  putBack(copy: Copy): void;
}

/** So many points may have to be painted again when a change is undone, besides those of the stroke before it. */
const POINTS_APART = 1000;
/** Enough for a full drawing. */
const MOST = 20;

/**
 * Keeps what a canvas showed at moments that one may come back to, so that undoing a change of a drawing of 20,000 points need
 * not paint all the others anew.
 */
export interface Snapshots {
  /** The canvas has come so far; it is kept, if nothing near to it is. */
  offer(progress: Progress): void;
  /**
   * Brings the canvas as near to the drawing as any snapshot does; null where none of them goes on to it, or none with more than
   * `beyond` points.
   */
  goNear(drawing: Drawing, beyond?: number): Progress | null;
  forget(): void;
}

export function createSnapshots<Copy>(copies: Copies<Copy>): Snapshots {
  let kept: { readonly progress: Progress; readonly copy: Copy }[] = [];
  return {
    offer(progress) {
      const { columns, points } = progress;
      const near = kept.some(
        ({ progress: other }) => other.columns === columns && Math.abs(points - other.points) < POINTS_APART,
      );
      if (points < POINTS_APART || near) return;
      const oldest = kept.length === MOST ? kept.shift() : undefined;
      kept.push({ progress, copy: copies.take(oldest?.copy) });
    },
    goNear(drawing, beyond = 0) {
      const useful = kept.filter(({ progress }) => progress.points > beyond && continues(progress, drawing));
      if (useful.length === 0) return null;
      const best = useful.reduce((one, other) => (other.progress.points > one.progress.points ? other : one));
      copies.putBack(best.copy);
      return best.progress;
    },
    forget() {
      kept = [];
    },
  };
}
