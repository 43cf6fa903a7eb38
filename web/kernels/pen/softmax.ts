import { sumOf } from '../vectors';

/** The largest of four values. */
export function largestOf(vector: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(vector, 0), f32x4.extract_lane(vector, 1)),
    max<f32>(f32x4.extract_lane(vector, 2), f32x4.extract_lane(vector, 3)),
  );
}

/**
 * e to the power of values that are not above 0, to about 1e-7 of it: 2 to the power of a whole number, times a polynomial of
 * the rest (Cephes' expf, of Stephen Moshier).
 */
export function exp(values: v128): v128 {
  const x = f32x4.max(values, f32x4.splat(-87));
  const whole = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const rest = f32x4.sub(f32x4.sub(x, f32x4.mul(whole, f32x4.splat(0.693359375))), f32x4.mul(whole, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, rest), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(p, f32x4.mul(rest, rest)), f32x4.add(rest, f32x4.splat(1)));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23));
}

/** Which of the four places from `first` on lie before `count`, as ones. */
@inline
export function before(first: usize, count: usize): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(first as i32), i32x4(0, 1, 2, 3)), i32x4.splat(count as i32));
}

/** The softmax of the first `count` of a row of scores; the rest of the last vector becomes 0. */
@inline
export function softmaxOf(scores: usize, count: usize, output: usize): void {
  const lowest = f32x4.splat(-Infinity);
  let most = lowest;
  for (let i: usize = 0; i < count; i += 4)
    most = f32x4.pmax(most, v128.bitselect(v128.load(scores + (i << 2)), lowest, before(i, count)));
  const largest = f32x4.splat(largestOf(most));
  let sums = f32x4.splat(0);
  for (let i: usize = 0; i < count; i += 4) {
    const power = v128.and(exp(f32x4.sub(v128.load(scores + (i << 2)), largest)), before(i, count));
    v128.store(output + (i << 2), power);
    sums = f32x4.add(sums, power);
  }
  const total = f32x4.splat(sumOf(sums));
  for (let i: usize = 0; i < count; i += 4)
    v128.store(output + (i << 2), f32x4.div(v128.load(output + (i << 2)), total));
}

/** Softmax of every token's so many logits. What fills up a row lies in the next one, which is written after. */
export function softmaxRows(logits: usize, output: usize, count: usize, from: usize, to: usize): void {
  for (let row = (from * count) << 2, end = (to * count) << 2; row < end; row += count << 2)
    softmaxOf(logits + row, count, output + row);
}
