/**
 * A drawing's segments in pieces: runs of them that lie close together, each with its box. Whatever is far from the box is far
 * from all of them, and so most of long ink is passed over by the piece.
 */

import type { Drawing } from './drawing.ts';

/** No piece has more segments. */
const MOST_SEGMENTS = 16;
/** How long a piece may be, in cells of the network's input at the time it was made; a longer segment is a piece by itself. */
const LONGEST = 1.5;
/** Pieces are made anew when cells have grown by so much, or have shrunk. */
const GROWTH = 2;
const FIRST_CAPACITY = 64;

/** Pieces by number. A segment belongs to the point it ends at; a stroke's first point is a segment of its own, of length 0. */
export interface Pieces {
  count: number;
  /** Points of a piece's segments: from `first` up to, not including, `end`. */
  first: Int32Array<ArrayBuffer>;
  end: Int32Array<ArrayBuffer>;
  /** The box round them, in pad units. */
  left: Float64Array<ArrayBuffer>;
  top: Float64Array<ArrayBuffer>;
  right: Float64Array<ArrayBuffer>;
  bottom: Float64Array<ArrayBuffer>;
}

export interface GrowingPieces {
  readonly pieces: Pieces;
  /**
   * Takes in the points of `drawing`; where it `goesOn`, those that are new in it. `cell` is the side of a cell, in pad units.
   * Returns the first piece that was not there, or is another than before.
   */
  follow(drawing: Drawing, goesOn: boolean, cell: number): number;
}

export function createPieces(): GrowingPieces {
  const pieces: Pieces = { count: 0, ...roomFor(FIRST_CAPACITY) };
  let points = 0;
  let longest = 0;

  function add({ columns: { x, y, stroke } }: Drawing, point: number): void {
    const from = segmentStart(stroke, point);
    // A point kept twice adds nothing to the segment before it.
    if (from !== point && x[from] === x[point] && y[from] === y[point]) return;
    const left = Math.min(x[from], x[point]);
    const top = Math.min(y[from], y[point]);
    const right = Math.max(x[from], x[point]);
    const bottom = Math.max(y[from], y[point]);
    const last = pieces.count - 1;
    if (last >= 0 && pieces.end[last] === point && point - pieces.first[last] < MOST_SEGMENTS) {
      const widest = Math.max(right, pieces.right[last]) - Math.min(left, pieces.left[last]);
      const highest = Math.max(bottom, pieces.bottom[last]) - Math.min(top, pieces.top[last]);
      if (widest <= longest && highest <= longest) {
        pieces.end[last] = point + 1;
        pieces.left[last] = Math.min(left, pieces.left[last]);
        pieces.top[last] = Math.min(top, pieces.top[last]);
        pieces.right[last] = Math.max(right, pieces.right[last]);
        pieces.bottom[last] = Math.max(bottom, pieces.bottom[last]);
        return;
      }
    }
    if (pieces.count === pieces.first.length) Object.assign(pieces, roomFor(2 * pieces.count, pieces));
    const piece = pieces.count++;
    pieces.first[piece] = point;
    pieces.end[piece] = point + 1;
    pieces.left[piece] = left;
    pieces.top[piece] = top;
    pieces.right[piece] = right;
    pieces.bottom[piece] = bottom;
  }

  return {
    pieces,
    follow(drawing, goesOn, cell) {
      // A single point has cells of any size; with the next point they may shrink.
      if (!goesOn || LONGEST * cell > GROWTH * longest || LONGEST * cell < longest) {
        points = 0;
        pieces.count = 0;
        longest = LONGEST * cell;
      }
      const changed = Math.max(0, pieces.count - 1);
      for (; points < drawing.points; points++) add(drawing, points);
      return changed;
    },
  };
}

/** The point at which the segment that ends at `point` starts. */
export function segmentStart(stroke: Int32Array, point: number): number {
  return point > 0 && stroke[point - 1] === stroke[point] ? point - 1 : point;
}

type Room = Omit<Pieces, 'count'>;

function roomFor(pieces: number, held?: Room): Room {
  const room: Room = {
    first: new Int32Array(pieces),
    end: new Int32Array(pieces),
    left: new Float64Array(pieces),
    top: new Float64Array(pieces),
    right: new Float64Array(pieces),
    bottom: new Float64Array(pieces),
  };
  if (held) for (const name of Object.keys(room) as (keyof Room)[]) room[name].set(held[name]);
  return room;
}
