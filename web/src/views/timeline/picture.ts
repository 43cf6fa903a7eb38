import { css, inkPixels, isOneColor, mix, type Palette } from '../../look/color.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import { answeredIn, UNREAD, verdictIn } from '../../state/answer-codes.ts';
import { memoize } from '../../state/memo.ts';
import { FULL_SHARE } from '../../state/past.ts';
import { type Atlas, type CellPictures, createAtlas } from '../painting/atlas.ts';
import type { Painter } from '../painting/easel.ts';
import type { CanvasSize, Context, MakeCanvas } from '../parts/canvas.ts';
import type { Look } from '../parts/look.ts';
import { paintPenMark } from '../parts/pen-mark.ts';
import { type Band, bandsOf } from './bands.ts';
import { type Columns, type PackedColumns, unpackColumns } from './columns.ts';
import { drawLine, paintCursor, paintPointed } from './cursor.ts';

/** Where the answer becomes another; the most important first, which gets its room first. */
export interface Mark {
  readonly moment: number;
  /** The digit, or null for none. */
  readonly digit: number | null;
  /** Which of the pictures shows the drawing then; null for none. */
  readonly picture: number | null;
}

export interface TimelineMarks {
  readonly marks: readonly Mark[];
  readonly pictures: CellPictures;
}

export interface TimelineParts {
  readonly timeline: PackedColumns;
  readonly timelineMarks: TimelineMarks;
  /** The same of the pen's network; null where it is not shown. */
  readonly timelinePen: {
    readonly columns: PackedColumns;
    readonly marks: TimelineMarks;
    /** The moment of the token that is looked at; null for none. */
    readonly pointed: number | null;
  } | null;
  /** `cursor`: whether the moment is marked. */
  readonly timelineBox: { readonly size: CanvasSize; readonly cursor: boolean };
  readonly look: Look;
}

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
const UNSURE_DASHES = [2, 3];

/**
 * Ten probabilities over the drawing's points: each a thin line, in full ink where its digit leads. Above them a line where the
 * answer is a digit, dashed while unsure, and where it changes the digit and the drawing at that time. What the pen's network said
 * hangs below it, as in a mirror.
 */
export function createTimelinePainter(makeCanvas: MakeCanvas): Painter<TimelineParts> {
  const atlas = createAtlas(makeCanvas);
  const pixelsOf = memoize(inkPixels);
  return {
    needs: ['timeline', 'timelineMarks', 'timelinePen', 'timelineBox', 'look'],
    sizeOf: ({ timelineBox }) => timelineBox.size,
    paint(context, { timeline, timelineMarks, timelinePen, timelineBox: { size, cursor }, look }) {
      const columns = unpackColumns(timeline);
      const [band, penBand] = bandsOf(size, timelinePen !== null);
      const { palette } = look;
      context.clearRect(0, 0, size.width, size.height);
      drawLine(context, palette.hairline, 1, [0, band.zero, size.width, band.zero]);
      if (columns.count === 0) return;
      paintBand(context, columns, band, timelineMarks, look);
      if (timelinePen && penBand) {
        context.fillStyle = css(palette.muted);
        paintPenMark(context, 0, penBand.marks - penBand.mark / 2, penBand.mark);
        paintBand(context, unpackColumns(timelinePen.columns), penBand, timelinePen.marks, look);
      }
      if (cursor) paintCursor(context, columns, [band, penBand ?? band], palette);
      const pointed = timelinePen?.pointed ?? null;
      if (pointed !== null && penBand) paintPointed(context, columns, pointed, [band, penBand], palette);
    },
  };

  function paintBand(context: Context, columns: Columns, band: Band, marks: TimelineMarks, look: Look): void {
    const { palette } = look;
    if (columns.count === 0) return;
    paintWash(context, columns, band, palette);
    paintStrokes(context, columns, band, palette);
    paintShares(context, columns, band, palette);
    paintVerdicts(context, columns, band, palette);
    paintMarks(context, columns, band, look, marks, atlas, pixelsOf(palette));
  }
}

/** Where a column begins. */
function edge({ points, stride }: Columns, { width }: Band, column: number): number {
  return (width * Math.min(points, column * stride)) / points;
}

function heightAt({ full, zero }: Band, share: number): number {
  return zero - ((zero - full) * share) / FULL_SHARE;
}

/** Under the leading digit, so that the eye finds how sure it is. */
function paintWash(context: Context, columns: Columns, band: Band, palette: Palette): void {
  if (isOneColor(palette)) return;
  context.fillStyle = css(mix(palette.paper, palette.ink, WASH));
  for (let digit = 0; digit < DIGITS; digit++) {
    const leads = (column: number) => leaderAt(columns, column) === digit;
    forRuns(columns, leads, (first, end) => {
      context.beginPath();
      context.moveTo(edge(columns, band, first), band.zero);
      trace(context, columns, band, first, end, digit);
      context.lineTo(edge(columns, band, end), band.zero);
      context.fill();
    });
  }
}

function paintStrokes(context: Context, columns: Columns, band: Band, palette: Palette): void {
  for (let column = 1; column < columns.count; column++) {
    if (!columns.beginsStroke(column)) continue;
    const x = edge(columns, band, column);
    context.setLineDash([1, 3]);
    drawLine(context, palette.muted, 1, [x, band.full, x, band.zero]);
    context.setLineDash([]);
  }
}

function paintShares(context: Context, columns: Columns, band: Band, palette: Palette): void {
  const leaders = new Set<number>();
  for (let column = 0; column < columns.count; column++) {
    const leader = leaderAt(columns, column);
    if (leader !== null) leaders.add(leader);
  }
  const strokeOf = (digit: number, drawn: (column: number) => boolean): void => {
    context.beginPath();
    forRuns(columns, drawn, (first, end) => {
      context.moveTo(edge(columns, band, first), heightAt(band, columns.share(first, digit)));
      trace(context, columns, band, first, end, digit);
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
function trace(context: Context, columns: Columns, band: Band, first: number, end: number, digit: number): void {
  const levelIn = (column: number) => heightAt(band, columns.share(column, digit));
  context.lineTo(edge(columns, band, first), levelIn(first));
  for (let column = first; column < end; column++) {
    const middle = (edge(columns, band, column) + edge(columns, band, column + 1)) / 2;
    context.lineTo(middle, levelIn(column));
  }
  context.lineTo(edge(columns, band, end), levelIn(end - 1));
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

function paintVerdicts(context: Context, columns: Columns, band: Band, palette: Palette): void {
  const y = band.verdicts;
  if (y === null) return;
  for (let first = 0; first < columns.count; ) {
    let end = first + 1;
    while (end < columns.count && isSameVerdict(columns, first, end)) end++;
    const answer = columns.answer(first);
    if (answer !== UNREAD && verdictIn(answer) !== 'none') {
      context.setLineDash(verdictIn(answer) === 'unsure' ? UNSURE_DASHES : []);
      // A gap where another run begins.
      const right = edge(columns, band, end);
      const left = Math.min(right, edge(columns, band, first) + 1);
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
  band: Band,
  { palette, font }: Look,
  { marks, pictures }: TimelineMarks,
  atlas: Atlas,
  pixels: Uint32Array,
): void {
  const { side } = pictures;
  const canvas = pictures.ink.length > 0 ? atlas(pictures, pixels) : null;
  const { type: size, thumb } = band;
  const left = band.mark > 0 ? band.mark + GAP : 0;
  const taken: (readonly [from: number, to: number])[] = [];
  for (const { moment, digit, picture } of marks) {
    const pictured = canvas !== null && picture !== null ? thumb + 1 : 0;
    const width = pictured + DIGIT_EMS * size;
    const begin = (band.width * (moment - 1)) / columns.points;
    const from = Math.max(left, Math.min(begin, band.width - width));
    if (moment > columns.points || taken.some(([first, end]) => from < end + GAP && from + width + GAP > first))
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
    context.fillText(digit === null ? NO_DIGIT : String(digit), from + pictured, band.marks);
  }
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
