// A convolution with its ReLU and its max-pooling. A patch of 2×2 cells, which one pooled cell comes from, is worked
// out for eight channels at once, four in a vector: so ReLU, pooling and the choice of a winner need no shuffling.

import {
  AT_CONV1_BIAS,
  AT_CONV1_WEIGHT,
  AT_CONV2_BIAS,
  AT_CONV2_WEIGHT,
  CONV1_CHANNELS,
  CONV1_KERNEL,
  CONV1_SIDE,
  CONV2_CHANNELS,
  CONV2_KERNEL,
  CONV2_SIDE,
  INPUT_SIDE,
  PASS_CONV1_ACTIVATIONS,
  PASS_CONV1_LAST,
  PASS_CONV1_POOLED,
  PASS_CONV1_PREACTIVATIONS,
  PASS_CONV1_WINNERS,
  PASS_CONV2_ACTIVATIONS,
  PASS_CONV2_LAST,
  PASS_CONV2_POOLED,
  PASS_CONV2_PREACTIVATIONS,
  PASS_CONV2_WINNERS,
  PASS_INPUT,
  POOL1_SIDE,
  POOL2_SIDE,
} from './constants';
import { zeros } from './vectors';

/** The first convolution, for the pooled cells from `top` and `left` to before `bottom` and `right`. */
@inline
export function convolveInput(pass: usize, top: usize, bottom: usize, left: usize, right: usize): void {
  convolve(
    pass + PASS_INPUT,
    4,
    INPUT_SIDE << 2,
    CONV1_KERNEL,
    AT_CONV1_WEIGHT,
    AT_CONV1_BIAS,
    CONV1_CHANNELS,
    CONV1_SIDE,
    pass + PASS_CONV1_PREACTIVATIONS,
    PASS_CONV1_ACTIVATIONS - PASS_CONV1_PREACTIVATIONS,
    pass + PASS_CONV1_POOLED,
    pass + PASS_CONV1_WINNERS,
    pass + PASS_CONV1_LAST,
    top,
    bottom,
    left,
    right,
  );
}

/** The second convolution, likewise. */
@inline
export function convolveMaps(pass: usize, top: usize, bottom: usize, left: usize, right: usize): void {
  convolve(
    pass + PASS_CONV1_LAST,
    CONV1_CHANNELS << 2,
    (POOL1_SIDE * CONV1_CHANNELS) << 2,
    CONV2_KERNEL,
    AT_CONV2_WEIGHT,
    AT_CONV2_BIAS,
    CONV2_CHANNELS,
    CONV2_SIDE,
    pass + PASS_CONV2_PREACTIVATIONS,
    PASS_CONV2_ACTIVATIONS - PASS_CONV2_PREACTIVATIONS,
    pass + PASS_CONV2_POOLED,
    pass + PASS_CONV2_WINNERS,
    pass + PASS_CONV2_LAST,
    top,
    bottom,
    left,
    right,
  );
}

/**
 * @param input [row][column][source], `line` bytes a row, `cell` bytes a column
 * @param toActivations from a pre-activation to its activation, in bytes
 * @param last where the pooled cells are stored with the channels last
 */
function convolve(
  input: usize,
  cell: usize,
  line: usize,
  kernel: usize,
  weight: usize,
  bias: usize,
  channels: usize,
  side: usize,
  preactivations: usize,
  toActivations: usize,
  pooled: usize,
  winners: usize,
  last: usize,
  top: usize,
  bottom: usize,
  left: usize,
  right: usize,
): void {
  const zero = zeros();
  const one = i32x4.sub(zero, i32x4.eq(zero, zero));
  const pooledSide = side >> 1;
  const plane = (side * side) << 2;
  const pooledPlane = pooledSide * pooledSide;
  const run = kernel * cell;
  for (let group: usize = 0; group < channels; group += 8) {
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        let a = v128.load(bias + (group << 2));
        let a1 = v128.load(bias + (group << 2), 16);
        let b = a;
        let c = a;
        let d = a;
        let b1 = a1;
        let c1 = a1;
        let d1 = a1;
        let start = input + 2 * (row * line + column * cell);
        if (cell > 4 || !isBlank(start, line)) {
          let w = weight + group * kernel * run;
          for (const stop = start + kernel * line; start < stop; start += line) {
            for (let x = start, end = start + run; x < end; x += 4, w += 32) {
              const w0 = v128.load(w);
              const w1 = v128.load(w, 16);
              let value = v128.load32_splat(x);
              a = f32x4.add(a, f32x4.mul(w0, value));
              a1 = f32x4.add(a1, f32x4.mul(w1, value));
              value = v128.load32_splat(x + cell);
              b = f32x4.add(b, f32x4.mul(w0, value));
              b1 = f32x4.add(b1, f32x4.mul(w1, value));
              value = v128.load32_splat(x + line);
              c = f32x4.add(c, f32x4.mul(w0, value));
              c1 = f32x4.add(c1, f32x4.mul(w1, value));
              value = v128.load32_splat(x + line + cell);
              d = f32x4.add(d, f32x4.mul(w0, value));
              d1 = f32x4.add(d1, f32x4.mul(w1, value));
            }
          }
        }
        const place = row * pooledSide + column;
        for (let channel = group; channel < group + 8; channel += 4) {
          let patch = preactivations + channel * plane + ((row * side + column) << 3);
          for (const end = patch + toActivations; patch <= end; patch += toActivations) {
            storePairs(patch, plane, a, b);
            storePairs(patch + (side << 2), plane, c, d);
            a = f32x4.pmax(zero, a);
            b = f32x4.pmax(zero, b);
            c = f32x4.pmax(zero, c);
            d = f32x4.pmax(zero, d);
          }
          // The first largest above 0: a later cell wins only where it is larger than all before it.
          let number = one;
          let winner = v128.and(f32x4.gt(a, zero), number);
          number = i32x4.add(number, one);
          winner = i32x4.max_s(winner, v128.and(f32x4.gt(b, a), number));
          let largest = f32x4.pmax(a, b);
          number = i32x4.add(number, one);
          winner = i32x4.max_s(winner, v128.and(f32x4.gt(c, largest), number));
          largest = f32x4.pmax(largest, c);
          number = i32x4.add(number, one);
          winner = i32x4.max_s(winner, v128.and(f32x4.gt(d, largest), number));
          largest = f32x4.pmax(largest, d);
          storePooled(pooled, winners, channel * pooledPlane + place, pooledPlane, largest, i32x4.sub(winner, one));
          v128.store(last + ((place * channels + channel) << 2), largest);
          a = a1;
          b = b1;
          c = c1;
          d = d1;
        }
      }
    }
  }
}

/** A row of four channels' patches, from a vector a cell. */
@inline
function storePairs(at: usize, plane: usize, left: v128, right: v128): void {
  const low = v128.shuffle<f32>(left, right, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(left, right, 2, 6, 3, 7);
  v128.store_lane<i64>(at, low, 0);
  v128.store_lane<i64>((at += plane), low, 1);
  v128.store_lane<i64>((at += plane), high, 0);
  v128.store_lane<i64>(at + plane, high, 1);
}

@inline
function storePooled(pooled: usize, winners: usize, cell: usize, plane: usize, largest: v128, winner: v128): void {
  v128.store_lane<f32>(pooled + (cell << 2), largest, 0);
  v128.store_lane<u8>(winners + cell, winner, 0);
  cell += plane;
  v128.store_lane<f32>(pooled + (cell << 2), largest, 1);
  v128.store_lane<u8>(winners + cell, winner, 4);
  cell += plane;
  v128.store_lane<f32>(pooled + (cell << 2), largest, 2);
  v128.store_lane<u8>(winners + cell, winner, 8);
  cell += plane;
  v128.store_lane<f32>(pooled + (cell << 2), largest, 3);
  v128.store_lane<u8>(winners + cell, winner, 12);
}

/** Whether all that a patch of the first convolution looks at is blank paper: its sums are then the biases, exactly. */
@inline
function isBlank(corner: usize, line: usize): bool {
  let seen = v128.or(v128.load(corner), v128.load(corner, 8));
  for (let row = corner + line, stop = corner + line * (CONV1_KERNEL + 1); row < stop; row += line) {
    seen = v128.or(seen, v128.or(v128.load(row), v128.load(row, 8)));
  }
  return !v128.any_true(seen);
}
