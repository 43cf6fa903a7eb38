// The two linear layers. Their weights lie by input, so that a vector holds four units and an input that is 0 costs
// nothing.

import {
  AT_FC1_BIAS,
  AT_FC1_WEIGHT,
  AT_FC2_BIAS,
  AT_FC2_WEIGHT,
  CONV2_CHANNELS,
  DIGITS,
  FC1_INPUTS,
  FC1_UNITS,
  PASS_CONV2_POOLED,
  PASS_FC1_ACTIVATIONS,
  PASS_FC1_PARTS,
  PASS_FC1_PREACTIVATIONS,
  PASS_LOGITS,
  POOL2_SIDE,
} from './constants';
import { liveCells } from './live';
import { zeros } from './vectors';

const LINE: usize = FC1_UNITS << 2;
const MAP: usize = POOL2_SIDE * POOL2_SIDE;

/** What each map adds to each unit, then the units' sums and their ReLU, then the logits. */
export function multiply(pass: usize): void {
  for (let units: usize = 0; units < LINE; units += 64) {
    let parts = pass + PASS_FC1_PARTS + units;
    for (let cell: usize = 0; cell < FC1_INPUTS; cell += MAP, parts += LINE) {
      let s0 = zeros();
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let live = liveCells(pass, cell); live; live &= live - 1) {
        const at = cell + ctz(live);
        const value = v128.load32_splat(pass + (at << 2), PASS_CONV2_POOLED);
        const w = AT_FC1_WEIGHT + units + at * LINE;
        s0 = f32x4.add(s0, f32x4.mul(value, v128.load(w)));
        s1 = f32x4.add(s1, f32x4.mul(value, v128.load(w, 16)));
        s2 = f32x4.add(s2, f32x4.mul(value, v128.load(w, 32)));
        s3 = f32x4.add(s3, f32x4.mul(value, v128.load(w, 48)));
      }
      v128.store(parts, s0);
      v128.store(parts, s1, 16);
      v128.store(parts, s2, 32);
      v128.store(parts, s3, 48);
    }
  }
  for (let units: usize = 0; units < LINE; units += 16) {
    let sum = v128.load(AT_FC1_BIAS + units);
    let part = pass + PASS_FC1_PARTS + units;
    for (const stop = part + CONV2_CHANNELS * LINE; part < stop; part += LINE) sum = f32x4.add(sum, v128.load(part));
    v128.store(pass + units, sum, PASS_FC1_PREACTIVATIONS);
    v128.store(pass + units, f32x4.pmax(zeros(), sum), PASS_FC1_ACTIVATIONS);
  }
  for (let digits: usize = 0; digits < DIGITS << 2; digits += 16) {
    let sum = v128.load(AT_FC2_BIAS + digits);
    for (let unit: usize = 0; unit < LINE; unit += 4) {
      const value = v128.load32_splat(pass + unit, PASS_FC1_ACTIVATIONS);
      sum = f32x4.add(sum, f32x4.mul(value, v128.load(AT_FC2_WEIGHT + unit * DIGITS + digits)));
    }
    v128.store(pass + digits, sum, PASS_LOGITS);
  }
}
