import { css, inkPixels, isOneColor, mix, type Palette } from '../../look/color.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import { answeredIn, UNREAD, verdictIn } from '../../state/answer-codes.ts';
import { memoize } from '../../state/memo.ts';
import { FULL_SHARE } from '../../state/past.ts';
import { type Atlas, type CellPictures, createAtlas } from '../painting/atlas.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context, MakeCanvas } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';
import { type Columns, type PackedColumns, unpackColumns } from './columns.ts';

/** Where the answer becomes another; the most important first, which gets its room first. */
export interface Mark {
  readonly moment: number;
  /** The digit, or null for none. */
  readonly digit: number | null;
  /** Which of the pictures shows the drawing then; null for none. */
  readonly picture: number | null;
}

export interface TimelineParts {
  readonly timeline: PackedColumns;
  readonly timelineMarks: { readonly marks: readonly Mark[]; readonly pictures: CellPictures };
  /** `cursor`: whether the moment is marked. */
  readonly timelineBox: { readonly size: CanvasSize; readonly cursor: boolean };
  readonly look: Look;
}

/** The heights in the style sheet that all sizes here are for, in CSS px; other heights scale them. */
const HEIGHT = 56;
const BAND = 20;
const THUMB = 17;
const TYPE = 13;
const LEAST_TYPE = 11;
/** Of a digit's width, in its size. */
const DIGIT_EMS = 0.62;
const GAP = 3;
const NO_DIGIT = '–';
const DIGITS = architecture.fc2.units;
/** A digit that never gets so far, of FULL_SHARE, has no line. */
const SEEN_SHARE = 0.02 * FULL_SHARE;
const LEADER_WIDTH = 2;
const VERDICT_WIDTH = 1.5;
const WASH = 0.07;
const LATER = 0.7;
const UNSURE_DASHES = [2, 3];

/** The picture's measures, in px. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  /** Where the probability 1 is, and 0. */
  readonly top: number;
  readonly bottom: number;
}

/**
 * Ten probabilities over the drawing's points: each a thin line, in full ink where its digit leads. Above them a line where the
 * answer is a digit, dashed while unsure, and where it changes the digit and the drawing at that time.
 */
export function createTimelinePainter(makeCanvas: MakeCanvas): Painter<TimelineParts> {
  const atlas = createAtlas(makeCanvas);
  const pixelsOf = memoize(inkPixels);
  return {
    needs: ['timeline', 'timelineMarks', 'timelineBox', 'look'],
    sizeOf: ({ timelineBox }) => timelineBox.size,
    paint(context, { timeline, timelineMarks, timelineBox: { size, cursor }, look }) {
      const columns = unpackColumns(timeline);
      const unit = size.height / HEIGHT;
      const frame: Frame = { ...size, unit, top: BAND * unit + 5, bottom: size.height - 1.5 };
      const { palette } = look;
      context.clearRect(0, 0, size.width, size.height);
      drawLine(context, palette.hairline, 1, [0, frame.bottom, size.width, frame.bottom]);
      if (columns.count === 0) return;
      paintWash(context, columns, frame, palette);
      paintStrokes(context, columns, frame, palette);
      paintShares(context, columns, frame, palette);
      paintVerdicts(context, columns, frame, palette);
      paintMarks(context, columns, frame, look, timelineMarks, atlas, pixelsOf(palette));
      if (cursor) paintCursor(context, columns, frame, palette);
    },
  };
}

/** Where a column begins. */
function edge({ points, stride }: Columns, { width }: Frame, column: number): number {
  return (width * Math.min(points, column * stride)) / points;
}

function heightAt({ top, bottom }: Frame, share: number): number {
  return bottom - ((bottom - top) * share) / FULL_SHARE;
}

/** Under the leading digit, so that the eye finds how sure it is. */
function paintWash(context: Context, columns: Columns, frame: Frame, palette: Palette): void {
  if (isOneColor(palette)) return;
  context.fillStyle = css(mix(palette.paper, palette.ink, WASH));
  for (let digit = 0; digit < DIGITS; digit++) {
    const leads = (column: number) => leaderAt(columns, column) === digit;
    forRuns(columns, leads, (first, end) => {
      context.beginPath();
      context.moveTo(edge(columns, frame, first), frame.bottom);
      trace(context, columns, frame, first, end, digit);
      context.lineTo(edge(columns, frame, end), frame.bottom);
      context.fill();
    });
  }
}

function paintStrokes(context: Context, columns: Columns, frame: Frame, palette: Palette): void {
  for (let column = 1; column < columns.count; column++) {
    if (!columns.beginsStroke(column)) continue;
    const x = edge(columns, frame, column);
    context.setLineDash([1, 3]);
    drawLine(context, palette.muted, 1, [x, frame.top, x, frame.bottom]);
    context.setLineDash([]);
  }
}

function paintShares(context: Context, columns: Columns, frame: Frame, palette: Palette): void {
  const leaders = new Set<number>();
  for (let column = 0; column < columns.count; column++) {
    const leader = leaderAt(columns, column);
    if (leader !== null) leaders.add(leader);
  }
  const strokeOf = (digit: number, drawn: (column: number) => boolean): void => {
    context.beginPath();
    forRuns(columns, drawn, (first, end) => {
      context.moveTo(edge(columns, frame, first), heightAt(frame, columns.share(first, digit)));
      trace(context, columns, frame, first, end, digit);
    });
    context.stroke();
  };
  // Where there is but one colour, those that do not lead would look like those that do.
  for (let digit = 0; digit < DIGITS && !isOneColor(palette); digit++) {
    if (!anyColumn(columns, (column) => columns.share(column, digit) > SEEN_SHARE)) continue;
    context.strokeStyle = css(leaders.has(digit) ? palette.muted : palette.hairline);
    context.lineWidth = 1;
    strokeOf(digit, (column) => columns.answer(column) !== UNREAD);
  }
  context.strokeStyle = css(palette.ink);
  context.lineWidth = LEADER_WIDTH;
  for (const digit of leaders) strokeOf(digit, (column) => leaderAt(columns, column) === digit);
}

/** Goes on along a digit's probability through these columns, from the edge of the first to that of the last. */
function trace(context: Context, columns: Columns, frame: Frame, first: number, end: number, digit: number): void {
  const levelIn = (column: number) => heightAt(frame, columns.share(column, digit));
  context.lineTo(edge(columns, frame, first), levelIn(first));
  for (let column = first; column < end; column++) {
    const middle = (edge(columns, frame, column) + edge(columns, frame, column + 1)) / 2;
    context.lineTo(middle, levelIn(column));
  }
  context.lineTo(edge(columns, frame, end), levelIn(end - 1));
}

/** Calls `show` with each run of columns that are `wanted`. */
function forRuns(
  { count }: Columns,
  wanted: (column: number) => boolean,
  show: (first: number, end: number) => void,
): void {
  for (let column = 0; column < count; column++) {
    if (!wanted(column)) continue;
    const first = column;
    while (column < count && wanted(column)) column++;
    show(first, column);
  }
}

function paintVerdicts(context: Context, columns: Columns, frame: Frame, palette: Palette): void {
  const y = BAND * frame.unit;
  for (let first = 0; first < columns.count; ) {
    let end = first + 1;
    while (end < columns.count && isSameVerdict(columns, first, end)) end++;
    const answer = columns.answer(first);
    if (answer !== UNREAD && verdictIn(answer) !== 'none') {
      context.setLineDash(verdictIn(answer) === 'unsure' ? UNSURE_DASHES : []);
      // A gap where another run begins.
      const right = edge(columns, frame, end);
      const left = Math.min(right, edge(columns, frame, first) + 1);
      drawLine(context, verdictIn(answer) === 'unsure' ? palette.muted : palette.ink, VERDICT_WIDTH, [
        left,
        y,
        right,
        y,
      ]);
      context.setLineDash([]);
    }
    first = end;
  }
}

function isSameVerdict(columns: Columns, a: number, b: number): boolean {
  return columns.answer(a) === columns.answer(b);
}

function paintMarks(
  context: Context,
  columns: Columns,
  frame: Frame,
  { palette, font }: Look,
  { marks, pictures }: TimelineParts['timelineMarks'],
  atlas: Atlas,
  pixels: Uint32Array,
): void {
  const { side } = pictures;
  const canvas = pictures.ink.length > 0 ? atlas(pictures, pixels) : null;
  const size = Math.max(LEAST_TYPE, TYPE * frame.unit);
  const thumb = Math.round(THUMB * frame.unit);
  const taken: (readonly [from: number, to: number])[] = [];
  for (const { moment, digit, picture } of marks) {
    const pictured = canvas !== null && picture !== null ? thumb + 1 : 0;
    const width = pictured + DIGIT_EMS * size;
    const begin = (frame.width * (moment - 1)) / columns.points;
    const from = Math.max(0, Math.min(begin, frame.width - width));
    if (moment > columns.points || taken.some(([left, right]) => from < right + GAP && from + width + GAP > left))
      continue;
    taken.push([from, from + width]);
    if (canvas && picture !== null) {
      context.imageSmoothingEnabled = true;
      context.drawImage(canvas, 0, picture * side, side, side, from, 0, thumb, thumb);
    }
    context.font = `600 ${size}px ${font}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = css(palette.ink);
    context.fillText(digit === null ? NO_DIGIT : String(digit), from + pictured, (BAND * frame.unit) / 2 - 0.5);
  }
}

/** The moment, and what comes after it further away. */
function paintCursor(context: Context, { moment, points }: Columns, frame: Frame, palette: Palette): void {
  const x = (frame.width * Math.min(moment, points)) / points;
  if (moment < points) {
    context.globalAlpha = LATER;
    context.fillStyle = css(palette.paper);
    context.fillRect(x, 0, frame.width - x, frame.height);
    context.globalAlpha = 1;
  }
  const left = Math.min(Math.max(0, x - 1), frame.width - 2);
  context.fillStyle = css(palette.ink);
  context.fillRect(left, frame.top - 2, 2, frame.height - frame.top + 2);
  context.fillRect(Math.min(Math.max(0, x - 3), frame.width - 6), frame.height - 6, 6, 6);
}

/** The digit that is the answer in this column, if only one of two. */
function leaderAt(columns: Columns, column: number): number | null {
  const answer = columns.answer(column);
  return answer === UNREAD ? null : answeredIn(answer);
}

function anyColumn({ count }: Columns, is: (column: number) => boolean): boolean {
  for (let column = 0; column < count; column++) if (is(column)) return true;
  return false;
}

function drawLine(
  context: Context,
  color: Palette[keyof Palette],
  width: number,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
): void {
  context.strokeStyle = css(color);
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
