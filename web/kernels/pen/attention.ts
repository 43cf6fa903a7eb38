import { before, softmaxOf } from './softmax';

/**
 * Attention of every token to those up to itself, by heads of eight units: queries, keys and values (token, head · unit) →
 * output, likewise. Scores and attention are (head, query, key), `context` keys a row; so are the keys once more, `turned`,
 * (head, unit, token), which are filled in here.
 */
export function attend(
  queries: usize,
  keys: usize,
  values: usize,
  turned: usize,
  scores: usize,
  attention: usize,
  output: usize,
  heads: usize,
  context: usize,
  from: usize,
  to: usize,
): void {
  const line = heads << 5;
  const row = context << 2;
  for (let token = from; token < to; token++) {
    for (let unit: usize = 0; unit < heads << 3; unit++)
      f32.store(turned + unit * row + (token << 2), f32.load(keys + token * line + (unit << 2)));
  }
  for (let head: usize = 0; head < heads; head++) {
    for (let query = from; query < to; query++) {
      const at = (head * context + query) * row;
      score(queries + query * line + (head << 5), turned + (head << 3) * row, scores + at, row, query + 1);
      softmaxOf(scores + at, query + 1, attention + at);
      weigh(values + (head << 5), attention + at, output + query * line + (head << 5), line, query + 1);
    }
  }
}

/** query · key / √8 of the first `count` keys; -∞ in the rest of the last vector. */
@inline
function score(query: usize, keys: usize, scores: usize, row: usize, count: usize): void {
  const scale = f32x4.splat(0.35355339059);
  const q0 = v128.load32_splat(query);
  const q1 = v128.load32_splat(query, 4);
  const q2 = v128.load32_splat(query, 8);
  const q3 = v128.load32_splat(query, 12);
  const q4 = v128.load32_splat(query, 16);
  const q5 = v128.load32_splat(query, 20);
  const q6 = v128.load32_splat(query, 24);
  const q7 = v128.load32_splat(query, 28);
  for (let key: usize = 0; key < count; key += 4) {
    let k = keys + (key << 2);
    let sum = f32x4.mul(q0, v128.load(k));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q1, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q2, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q3, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q4, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q5, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q6, v128.load(k)));
    k += row;
    sum = f32x4.add(sum, f32x4.mul(q7, v128.load(k)));
    const scaled = f32x4.mul(sum, scale);
    v128.store(scores + (key << 2), v128.bitselect(scaled, f32x4.splat(-Infinity), before(key, count)));
  }
}

/** The sum of the first `count` values, weighted: even and odd ones apart, so that no sum waits for itself. */
@inline
function weigh(values: usize, weights: usize, output: usize, line: usize, count: usize): void {
  let a0 = f32x4.splat(0);
  let b0 = a0;
  let a1 = a0;
  let b1 = a0;
  let value = values;
  let key: usize = 0;
  for (; key + 2 <= count; key += 2, value += line << 1) {
    const w0 = v128.load32_splat(weights + (key << 2));
    const w1 = v128.load32_splat(weights + (key << 2), 4);
    a0 = f32x4.add(a0, f32x4.mul(w0, v128.load(value)));
    b0 = f32x4.add(b0, f32x4.mul(w0, v128.load(value, 16)));
    a1 = f32x4.add(a1, f32x4.mul(w1, v128.load(value + line)));
    b1 = f32x4.add(b1, f32x4.mul(w1, v128.load(value + line, 16)));
  }
  if (key < count) {
    const w0 = v128.load32_splat(weights + (key << 2));
    a0 = f32x4.add(a0, f32x4.mul(w0, v128.load(value)));
    b0 = f32x4.add(b0, f32x4.mul(w0, v128.load(value, 16)));
  }
  v128.store(output, f32x4.add(a0, a1));
  v128.store(output, f32x4.add(b0, b1), 16);
}
