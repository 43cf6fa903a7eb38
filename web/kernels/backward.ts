// From a gradient by the logits back to the input, through winners and live units only. What each layer's outputs
// receive stays in memory: with a pass's own numbers, it is all that gradients of the parameters need.

import {
  AT_CONV1_GRADIENT,
  AT_CONV1_ROWS,
  AT_CONV2_GRADIENT,
  AT_CONV2_SOURCES,
  AT_FC1_GRADIENT,
  AT_FC1_WEIGHT,
  AT_FC2_WEIGHT,
  AT_INPUT_GRADIENT,
  AT_LOGITS_GRADIENT,
  AT_NEXT,
  CONV1_CHANNELS,
  CONV1_KERNEL,
  CONV2_KERNEL,
  DIGITS,
  FC1_INPUTS,
  FC1_UNITS,
  INPUT_SIDE,
  PASS_CONV1_WINNERS,
  PASS_CONV2_WINNERS,
  PASS_FC1_ACTIVATIONS,
  POOL1_SIDE,
  POOL2_SIDE,
} from './constants';
import { deadCells, liveCells, winnerColumn, winnerRow } from './live';
import { sumOf, zeros } from './vectors';

const UNITS: usize = FC1_UNITS << 2;

/** Reads AT_LOGITS_GRADIENT; writes the gradients by units, by both pooled maps and by the input. */
export function backward(pass: usize): void {
  memory.fill(AT_CONV2_GRADIENT, 0, AT_NEXT - AT_CONV2_GRADIENT);
  toUnits(pass);
  toMaps(pass);
  toInput(pass);
}

function toUnits(pass: usize): void {
  const g0 = v128.load(AT_LOGITS_GRADIENT);
  const g1 = v128.load(AT_LOGITS_GRADIENT, 16);
  const g2 = v128.load(AT_LOGITS_GRADIENT, 32);
  for (let unit: usize = 0; unit < UNITS; unit += 4) {
    const w = AT_FC2_WEIGHT + unit * DIGITS;
    const parts = f32x4.add(
      f32x4.add(f32x4.mul(g0, v128.load(w)), f32x4.mul(g1, v128.load(w, 16))),
      f32x4.mul(g2, v128.load(w, 32)),
    );
    const isLive = load<f32>(pass + unit, PASS_FC1_ACTIVATIONS) > 0;
    store<f32>(unit, isLive ? sumOf(parts) : 0, AT_FC1_GRADIENT);
  }
}

/** Of each live cell of the second convolution's maps: its own gradient, and what its winner hands on. */
function toMaps(pass: usize): void {
  const line: usize = (POOL1_SIDE * CONV1_CHANNELS) << 2;
  const run: usize = (CONV2_KERNEL * CONV1_CHANNELS) << 2;
  let weight = AT_CONV2_SOURCES;
  for (let map: usize = 0; map < FC1_INPUTS; map += POOL2_SIDE * POOL2_SIDE, weight += CONV2_KERNEL * run) {
    for (let live = liveCells(pass, map); live; live &= live - 1) {
      const at: usize = ctz(live);
      const gradient = byUnits(AT_FC1_WEIGHT + (map + at) * UNITS);
      store<f32>((map + at) << 2, gradient, AT_CONV2_GRADIENT);
      const value = f32x4.splat(gradient);
      const winner: usize = load<u8>(pass + map + at, PASS_CONV2_WINNERS);
      let w = weight;
      let start =
        AT_CONV1_GRADIENT +
        winnerRow(at, POOL2_SIDE, winner) * line +
        winnerColumn(at, POOL2_SIDE, winner) * (CONV1_CHANNELS << 2);
      for (const stop = start + CONV2_KERNEL * line; start < stop; start += line) {
        for (let x = start, end = start + run; x < end; x += 32, w += 32) {
          v128.store(x, f32x4.add(v128.load(x), f32x4.mul(value, v128.load(w))));
          v128.store(x, f32x4.add(v128.load(x, 16), f32x4.mul(value, v128.load(w, 16))), 16);
        }
      }
    }
  }
}

/** Σ over the units of gradient × weight. */
@inline
function byUnits(weight: usize): f32 {
  let sum = zeros();
  let other = sum;
  for (let unit: usize = 0; unit < UNITS; unit += 32) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(unit, AT_FC1_GRADIENT), v128.load(weight + unit)));
    other = f32x4.add(other, f32x4.mul(v128.load(unit, AT_FC1_GRADIENT + 16), v128.load(weight + unit, 16)));
  }
  return sumOf(f32x4.add(sum, other));
}

export function toInput(pass: usize): void {
  const line: usize = INPUT_SIDE << 2;
  let map: usize = 0;
  for (let channel: usize = 0; channel < CONV1_CHANNELS; channel++, map += POOL1_SIDE * POOL1_SIDE) {
    for (let first: usize = 0; first < POOL1_SIDE * POOL1_SIDE; first += 16) {
      for (let live = ~deadCells(pass + PASS_CONV1_WINNERS + map + first) & 0xffff; live; live &= live - 1) {
        const at = first + ctz(live);
        const gradient = load<f32>((at * CONV1_CHANNELS + channel) << 2, AT_CONV1_GRADIENT);
        const value = f32x4.splat(gradient);
        const winner: usize = load<u8>(pass + map + at, PASS_CONV1_WINNERS);
        let w = AT_CONV1_ROWS + channel * ((CONV1_KERNEL * CONV1_KERNEL) << 2);
        let x =
          AT_INPUT_GRADIENT + winnerRow(at, POOL1_SIDE, winner) * line + (winnerColumn(at, POOL1_SIDE, winner) << 2);
        for (const stop = x + CONV1_KERNEL * line; x < stop; x += line, w += CONV1_KERNEL << 2) {
          v128.store(x, f32x4.add(v128.load(x), f32x4.mul(value, v128.load(w))));
          store<f32>(x, load<f32>(x, 16) + gradient * load<f32>(w, 16), 16);
        }
      }
    }
  }
}
