import type { CanvasSize } from '../parts/canvas.ts';

/** Where one network's answers stand in the picture, in px. */
export interface Band {
  readonly width: number;
  readonly height: number;
  /** Where the probability 1 is, and 0. */
  readonly full: number;
  readonly zero: number;
  /** Where the line of verdicts is; null for a network that has none. */
  readonly verdicts: number | null;
  /** The middle of the digits at changes. */
  readonly marks: number;
  /** The sides of the pictures and the size of the digits at changes. */
  readonly thumb: number;
  readonly type: number;
  /** The side of the mark that tells whose the band is; 0 for none. */
  readonly mark: number;
}

/** The height in the style sheet that all sizes here are for, in CSS px; other heights scale them. */
const HEIGHT = 56;
const LEAST_TYPE = 11;

/** The picture's network alone, or above the pen's. */
export function bandsOf({ width, height }: Pick<CanvasSize, 'width' | 'height'>, both: boolean): readonly Band[] {
  const unit = height / HEIGHT;
  const sized = (row: number, thumb: number, type: number) => ({
    width,
    height,
    verdicts: row * unit,
    full: row * unit + (both ? 3 : 5),
    marks: (row * unit) / 2 - 0.5,
    thumb: Math.round(thumb * unit),
    type: Math.max(LEAST_TYPE, type * unit),
    mark: 0,
  });
  if (!both) return [{ ...sized(20, 17, 13), zero: height - 1.5 }];
  const above = { ...sized(15, 14, 12), zero: height / 2 };
  const mirrored = (y: number): number => height - y;
  const below: Band = {
    ...above,
    verdicts: null,
    full: mirrored(above.verdicts),
    marks: mirrored(above.marks),
    mark: 9 * Math.max(unit, 0.85),
  };
  return [above, below];
}
