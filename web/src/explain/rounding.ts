/** Numbers as they stand in JSON. */

/** As many decimal digits of every number are kept as float32, in which the networks are stored and shown, can tell apart. */
const SIGNIFICANT_DIGITS = 7;

/** Never −0. */
export function rounded(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS)) + 0;
}

export function roundedRow(values: ArrayLike<number>): number[] {
  return Array.from(values, rounded);
}

/** (row, length) */
export function roundedRows(values: ArrayLike<number>, length: number): number[][] {
  const all = roundedRow(values);
  return Array.from({ length: all.length / length }, (_, i) => all.slice(i * length, (i + 1) * length));
}
