/** Shared by several tests: random networks, drawings, a slow ink rule, and safetensors files. */

import fc from 'fast-check';
import { appendPoint, beginStroke, type Drawing, emptyDrawing } from '../src/ink/drawing.ts';
import { WEIGHTED_LAYERS, type WeightedLayer } from '../src/net/cnn/architecture.ts';
import { type LayerWeights, type Weights, weightShapes } from '../src/net/cnn/weights.ts';

/** A small, fast generator of pseudo-random numbers in 0…1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** For frames of places that do not show the pen's network. */
export function noPen(): never {
  throw new Error('The pen has not been asked for.');
}

/** Random weights of the shipped architecture; `bias` shifts all biases, so that maps and units live or die. */
export function randomWeights(seed: number, bias = 0): Weights {
  const random = randomNumbers(seed);
  const values = (length: number, scale: number, shift: number) =>
    Float32Array.from({ length }, () => (random() - 0.5) * scale + shift);
  const layer = (name: WeightedLayer): LayerWeights => ({
    weight: values(product(weightShapes[name]), 0.5, 0),
    bias: values(weightShapes[name][0], 0.2, bias),
  });
  return { conv1: layer('conv1'), conv2: layer('conv2'), fc1: layer('fc1'), fc2: layer('fc2') };
}

/** A random input: mostly blank, like a drawing, or all blank for `share` = 0. */
export function randomInput(seed: number, share: number): Float32Array {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: 28 * 28 }, () => (random() < share ? random() : 0));
}

export function product(shape: readonly number[]): number {
  return shape.reduce((total, side) => total * side, 1);
}

/** A drawing of exactly these points, whatever their unit: nothing is rounded. */
export function drawingOf(strokes: readonly (readonly (readonly number[])[])[]): Drawing {
  let drawing = emptyDrawing();
  for (const stroke of strokes) {
    stroke.forEach(([x, y, t = drawing.points * 10], i) => {
      drawing = (i === 0 ? beginStroke : appendPoint)(drawing, { x, y, t });
    });
  }
  return drawing;
}

/** The drawing's strokes, points as [x, y, t]. */
export function toStrokes({ columns, points }: Drawing): number[][][] {
  const strokes: number[][][] = [];
  for (let i = 0; i < points; i++) {
    if (columns.stroke[i] === strokes.length) strokes.push([]);
    strokes[strokes.length - 1].push([columns.x[i], columns.y[i], columns.t[i]]);
  }
  return strokes;
}

/** The drawing as it was when it had `points` points. */
export function atMoment(drawing: Drawing, points: number): Drawing {
  if (!(points >= 0 && points <= drawing.points)) throw new RangeError(`no moment ${points}`);
  return { ...drawing, points };
}

/** Strokes on the pad, including degenerate ones: dots, repeated points, straight lines. */
export const anyStrokes = fc.array(
  fc.oneof(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 4096 }), fc.integer({ min: 0, max: 4096 })), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.array(fc.tuple(fc.integer({ min: 2000, max: 2003 }), fc.integer({ min: 2000, max: 2003 })), {
      minLength: 1,
      maxLength: 5,
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 4096 }), fc.integer({ min: 1, max: 5 }))
      .map(([x, count]) => Array(count).fill([x, x]) as [number, number][]),
  ),
  { minLength: 1, maxLength: 5 },
);

/** The ink rule again, exactly as it is written down: every cell against every segment. */
export function plainInkRule(strokes: readonly (readonly (readonly number[])[])[]): Float64Array {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const longerSide = Math.max(right - left, bottom - top);
  const k = longerSide > 0 ? (20 - 2 * 1.15) / longerSide : 0;
  const cells = strokes.map((stroke) =>
    stroke.map(([x, y]): Place => [14 + (x - (left + right) / 2) * k, 14 + (y - (top + bottom) / 2) * k]),
  );
  const first = plainDraw(cells);
  const mass = first.reduce((sum, value) => sum + value);
  const meanX = first.reduce((sum, value, i) => sum + value * ((i % 28) + 0.5), 0) / mass;
  const meanY = first.reduce((sum, value, i) => sum + value * (Math.floor(i / 28) + 0.5), 0) / mass;
  return plainDraw(cells.map((stroke) => stroke.map(([x, y]): Place => [x + 14.5 - meanX, y + 14.5 - meanY])));
}

type Place = [x: number, y: number];

function plainDraw(strokes: readonly (readonly Place[])[]): Float64Array {
  const segments = strokes.flatMap((stroke) =>
    stroke.map((end, i): [Place, Place] => [stroke[Math.max(0, i - 1)], end]),
  );
  return Float64Array.from({ length: 28 * 28 }, (_, i) => {
    const [x, y] = [(i % 28) + 0.5, Math.floor(i / 28) + 0.5];
    const distance = Math.min(...segments.map(([from, to]) => distanceToSegment(x, y, from, to)));
    return Math.min(1, Math.max(0, 1.15 + 0.5 - distance));
  });
}

function distanceToSegment(x: number, y: number, [x0, y0]: Place, [x1, y1]: Place): number {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length === 0) return Math.hypot(x - x0, y - y0);
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const along = Math.min(length, Math.max(0, (x - x0) * ux + (y - y0) * uy));
  return Math.hypot(x - x0 - along * ux, y - y0 - along * uy);
}

/** The largest difference between two lists of the same length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`Lists of ${a.length} and ${b.length} values can't be compared.`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** A safetensors file from a header and its tensors' bytes. */
export function safetensorsFile(header: unknown, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** The network's parameters as an F32 safetensors file; `change` may corrupt its header's entries. */
export function weightsFile(
  weights: Weights,
  change: (header: Record<string, unknown>) => void = () => {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { version: '1' } };
  const data: number[] = [];
  for (const name of WEIGHTED_LAYERS) {
    for (const part of ['weight', 'bias'] as const) {
      const values = weights[name][part];
      const shape = part === 'weight' ? weightShapes[name] : [values.length];
      header[`${name}.${part}`] = { dtype: 'F32', shape, data_offsets: [data.length, data.length + 4 * values.length] };
      for (const byte of new Uint8Array(values.buffer)) data.push(byte);
    }
  }
  change(header);
  return safetensorsFile(header, Uint8Array.from(data));
}
