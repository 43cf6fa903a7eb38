// What each source adds to each target, and what else makes up the targets' sums, as explain/contributions.ts says it;
// summed in float64. One after the other at AT_LINKS, AT_BIASES and AT_SUMS: both convolutions' maps, groups of units,
// outputs.

import {
  AT_BIASES,
  AT_CONV1_BIAS,
  AT_CONV2_BIAS,
  AT_CONV2_SOURCES,
  AT_FC1_BIAS,
  AT_FC2_BIAS,
  AT_FC2_WEIGHT,
  AT_LINKS,
  AT_SUMS,
  CONV1_CHANNELS,
  CONV2_CHANNELS,
  CONV2_KERNEL,
  DIGITS,
  FC1_UNITS,
  FC2_UNITS,
  PASS_CONV1_LAST,
  PASS_CONV1_POOLED,
  PASS_CONV1_WINNERS,
  PASS_CONV2_POOLED,
  PASS_CONV2_WINNERS,
  PASS_FC1_ACTIVATIONS,
  PASS_FC1_PARTS,
  PASS_LOGITS,
  POOL1_SIDE,
  POOL2_SIDE,
} from './constants';
import { liveCells, winnerColumn, winnerRow } from './live';
import { highOf, lowOf, sumOf64, zeros } from './vectors';

const UNITS: usize = FC1_UNITS << 2;
const GROUPS = FC1_UNITS >> 2;
const DIGITS_LINE: usize = DIGITS << 2;

const LINKS2: usize = AT_LINKS + (CONV1_CHANNELS << 3);
const LINKS3: usize = LINKS2 + ((CONV1_CHANNELS * CONV2_CHANNELS) << 3);
const LINKS4: usize = LINKS3 + ((CONV2_CHANNELS * GROUPS) << 3);
const TO_MAPS2: usize = CONV1_CHANNELS << 3;
const TO_GROUPS: usize = TO_MAPS2 + (CONV2_CHANNELS << 3);
const TO_DIGITS: usize = TO_GROUPS + (GROUPS << 3);

export function contribute(pass: usize): void {
  intoMaps(pass);
  intoMaps2(pass);
  intoGroups(pass);
  intoDigits(pass);
}

/** Of a single source, a map's contribution is what its live cells hold beyond their biases. */
function intoMaps(pass: usize): void {
  let cell: usize = 0;
  for (let target: usize = 0; target < CONV1_CHANNELS; target++) {
    let live: i32 = POOL1_SIDE * POOL1_SIDE;
    let sum: f64 = 0;
    for (const end = cell + POOL1_SIDE * POOL1_SIDE; cell < end; cell++) {
      live += load<i8>(pass + cell, PASS_CONV1_WINNERS) >> 7;
      sum += load<f32>(pass + (cell << 2), PASS_CONV1_POOLED) as f64;
    }
    const biases = closeTarget(target << 3, live, load<f32>(target << 2, AT_CONV1_BIAS), sum);
    store<f64>(target << 3, sum - biases, AT_LINKS);
  }
}

function intoMaps2(pass: usize): void {
  const line: usize = (POOL1_SIDE * CONV1_CHANNELS) << 2;
  const run: usize = (CONV2_KERNEL * CONV1_CHANNELS) << 2;
  let weight = AT_CONV2_SOURCES;
  let map: usize = 0;
  for (
    let target: usize = 0;
    target < CONV2_CHANNELS;
    target++, map += POOL2_SIDE * POOL2_SIDE, weight += CONV2_KERNEL * run
  ) {
    let sum: f64 = 0;
    let s0 = zeros();
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    const cells = liveCells(pass, map);
    for (let live = cells; live; live &= live - 1) {
      const at: usize = ctz(live);
      sum += load<f32>(pass + ((map + at) << 2), PASS_CONV2_POOLED) as f64;
      const winner: usize = load<u8>(pass + map + at, PASS_CONV2_WINNERS);
      let low = zeros();
      let high = low;
      let w = weight;
      let start =
        pass +
        PASS_CONV1_LAST +
        winnerRow(at, POOL2_SIDE, winner) * line +
        winnerColumn(at, POOL2_SIDE, winner) * (CONV1_CHANNELS << 2);
      for (const stop = start + CONV2_KERNEL * line; start < stop; start += line) {
        for (let x = start, end = start + run; x < end; x += 32, w += 32) {
          low = f32x4.add(low, f32x4.mul(v128.load(x), v128.load(w)));
          high = f32x4.add(high, f32x4.mul(v128.load(x, 16), v128.load(w, 16)));
        }
      }
      s0 = f64x2.add(s0, lowOf(low));
      s1 = f64x2.add(s1, highOf(low));
      s2 = f64x2.add(s2, lowOf(high));
      s3 = f64x2.add(s3, highOf(high));
    }
    const links = LINKS2 + target * (CONV1_CHANNELS << 3);
    v128.store(links, s0);
    v128.store(links, s1, 16);
    v128.store(links, s2, 32);
    v128.store(links, s3, 48);
    closeTarget(TO_MAPS2 + (target << 3), popcnt(cells), load<f32>(target << 2, AT_CONV2_BIAS), sum);
  }
}

/** Into the groups of four units, of which the forward pass has kept what each map adds to each. */
function intoGroups(pass: usize): void {
  for (let group: usize = 0; group < UNITS; group += 16) {
    const activations = v128.load(pass + group, PASS_FC1_ACTIVATIONS);
    const live = f32x4.gt(activations, zeros());
    const links = LINKS3 + group * (CONV2_CHANNELS / 2);
    for (let channel: usize = 0; channel < CONV2_CHANNELS; channel++) {
      store<f64>(
        links + (channel << 3),
        sumOf64(v128.and(live, v128.load(pass + group + channel * UNITS, PASS_FC1_PARTS))),
      );
    }
    store<f64>(group >> 1, sumOf64(v128.and(live, v128.load(group, AT_FC1_BIAS))), AT_BIASES + TO_GROUPS);
    store<f64>(group >> 1, sumOf64(activations), AT_SUMS + TO_GROUPS);
  }
}

function intoDigits(pass: usize): void {
  for (let digit: usize = 0; digit < FC2_UNITS; digit++) {
    let link = LINKS4 + digit * (GROUPS << 3);
    let w = AT_FC2_WEIGHT + (digit << 2);
    for (let unit: usize = 0; unit < UNITS; link += 8) {
      let sum: f64 = 0;
      for (const end = unit + 16; unit < end; unit += 4, w += DIGITS_LINE) {
        sum += (load<f32>(w) * load<f32>(pass + unit, PASS_FC1_ACTIVATIONS)) as f64;
      }
      store<f64>(link, sum);
    }
    store<f64>(digit << 3, load<f32>(digit << 2, AT_FC2_BIAS) as f64, AT_BIASES + TO_DIGITS);
    store<f64>(digit << 3, load<f32>(pass + (digit << 2), PASS_LOGITS) as f64, AT_SUMS + TO_DIGITS);
  }
}

/**
 * Stores a map's live biases and its sum; returns the biases. Where nothing lives they are 0, not −0, which would be
 * shown.
 */
function closeTarget(target: usize, live: i32, bias: f32, sum: f64): f64 {
  const biases: f64 = live ? (bias as f64) * (live as f64) : 0;
  store<f64>(target, biases, AT_BIASES);
  store<f64>(target, sum, AT_SUMS);
  return biases;
}
