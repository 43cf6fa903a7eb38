/** The pen's network again, as plainly as it can be written: one token, head and unit at a time. */

import { placesOf } from '../src/net/pen/places.ts';
import { range } from './pen-networks.ts';

type Tensors = Readonly<Record<string, ArrayLike<number>>>;

const [WIDTH, INNER, HEADS, CELLS, LEAST_CELL] = [32, 92, 4, 29, -7];

/** The logits that follow each token. */
export function plainLogits(ids: Uint8Array, tensors: Tensors): number[][] {
  const row = (name: string, index: number) =>
    range(WIDTH).map((unit) => tensors[`${name}.weight`][index * WIDTH + unit]);
  const linear = (name: string, units: number, values: number[]) =>
    range(units).map((unit) =>
      sum(
        values.map((value, i) => value * tensors[`${name}.weight`][unit * values.length + i]),
        tensors[`${name}.bias`]?.[unit],
      ),
    );
  const norm = (name: string, values: number[]) => {
    const mean = sum(values) / WIDTH;
    const variance = sum(values.map((value) => (value - mean) ** 2)) / WIDTH;
    return values.map(
      (value, i) =>
        ((value - mean) / Math.sqrt(variance + 1e-5)) * tensors[`${name}.weight`][i] + tensors[`${name}.bias`][i],
    );
  };
  const { x, y, up, known } = placesOf(ids);
  const cell = (value: number) => Math.min(Math.max(Math.floor(value + 0.5) - LEAST_CELL, 0), CELLS - 1);
  let stream = Array.from(ids, (id, position) => {
    const embedded = plus(row('token', id), row('position', position));
    if (!known[position]) return embedded;
    const placed = plus(plus(embedded, row('place_x', cell(x[position]))), row('place_y', cell(y[position])));
    return up[position] ? plus(placed, row('pen_up', 0)) : placed;
  });
  for (const layer of ['layer1', 'layer2']) {
    const projected = stream.map((values) =>
      linear(`${layer}.attention.qkv`, 3 * WIDTH, norm(`${layer}.norm1`, values)),
    );
    const attended = projected.map((_, query) => {
      const heads = range(HEADS).flatMap((head) => headOutput(projected, head * 8, query));
      return linear(`${layer}.attention.output`, WIDTH, heads);
    });
    stream = stream.map((values, token) => plus(values, attended[token]));
    stream = stream.map((values) => {
      const inner = linear(`${layer}.up`, INNER, norm(`${layer}.norm2`, values)).map((value) => Math.max(value, 0));
      return plus(values, linear(`${layer}.down`, WIDTH, inner));
    });
  }
  return stream.map((values) => linear('token', 47, norm('norm', values)));
}

function headOutput(projected: number[][], first: number, query: number): number[] {
  const part = (token: number, which: number) =>
    projected[token].slice(which * WIDTH + first, which * WIDTH + first + 8);
  const scores = range(query + 1).map((key) => dot(part(query, 0), part(key, 1)) / Math.sqrt(8));
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  return range(8).map((unit) => sum(powers.map((power, key) => (power / sum(powers)) * part(key, 2)[unit])));
}

function sum(values: number[], start = 0): number {
  return values.reduce((total, value) => total + value, start);
}

function dot(one: number[], other: number[]): number {
  return sum(one.map((value, i) => value * other[i]));
}

function plus(one: number[], other: number[]): number[] {
  return one.map((value, i) => value + other[i]);
}
