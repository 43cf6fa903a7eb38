import type { Drawing } from '../../ink/drawing.ts';
import { architecture } from '../../net/cnn/architecture.ts';
import { UNREAD } from '../../state/answer-codes.ts';
import type { Past } from '../../state/past.ts';

const DIGITS = architecture.fc2.units;

/**
 * The timeline's columns in one piece of memory, which a message copies soonest: how many there are, points a column, points in
 * all and the moment; then of each column ten shares, its answer, and whether a stroke begins in it.
 */
export type PackedColumns = ArrayBuffer;

/** The same, read. */
export interface Columns {
  readonly count: number;
  /** Points a column; the last may have fewer. */
  readonly stride: number;
  readonly points: number;
  readonly moment: number;
  /** Of FULL_SHARE: ten a column. */
  share(column: number, digit: number): number;
  /** A column's answer, as an AnswerCode. */
  answer(column: number): number;
  beginsStroke(column: number): boolean;
}

const HEAD = 4;
const HEAD_BYTES = HEAD * Int32Array.BYTES_PER_ELEMENT;
const COLUMN_BYTES = DIGITS + 2;
/** Points that came with one movement were not all read yet: the answer before them stands for so many. */
const MOST_SKIPPED = 16;

/** Packs at most `most` columns, always into the same memory: the next overwrites it. */
export function createColumnsPacker(): (
  past: Pick<Past, 'answers' | 'shares'>,
  drawing: Drawing,
  moment: number,
  most: number,
) => PackedColumns {
  let memory = new ArrayBuffer(HEAD_BYTES);
  return ({ answers, shares }, { columns: { stroke }, points }, moment, most) => {
    const stride = Math.max(1, Math.ceil(points / Math.max(1, most)));
    const count = Math.ceil(points / stride);
    const bytes = HEAD_BYTES + COLUMN_BYTES * Math.max(count, most);
    if (memory.byteLength !== bytes) memory = new ArrayBuffer(bytes);
    new Int32Array(memory, 0, HEAD).set([count, stride, points, moment]);
    const packed = new Uint8Array(memory, HEAD_BYTES);
    let read = 0;
    for (let column = 0, at = 0; column < count; column++, at += COLUMN_BYTES) {
      const first = column * stride + 1;
      const last = Math.min(points, first + stride - 1);
      for (let latest = last; latest > read; latest--) {
        if (answers[latest - 1] !== UNREAD) read = latest;
      }
      const known = read > 0 && last - read < Math.max(stride, MOST_SKIPPED);
      for (let digit = 0; digit < DIGITS; digit++) packed[at + digit] = known ? shares[DIGITS * (read - 1) + digit] : 0;
      packed[at + DIGITS] = known ? answers[read - 1] : UNREAD;
      const before = column === 0 ? -1 : stroke[first - 2];
      packed[at + DIGITS + 1] = Number(before !== stroke[last - 1]);
    }
    return memory;
  };
}

export function unpackColumns(memory: PackedColumns): Columns {
  const [count, stride, points, moment] = new Int32Array(memory, 0, HEAD);
  const packed = new Uint8Array(memory, HEAD_BYTES);
  return {
    count,
    stride,
    points,
    moment,
    share: (column, digit) => packed[column * COLUMN_BYTES + digit],
    answer: (column) => packed[column * COLUMN_BYTES + DIGITS],
    beginsStroke: (column) => packed[column * COLUMN_BYTES + DIGITS + 1] === 1,
  };
}
