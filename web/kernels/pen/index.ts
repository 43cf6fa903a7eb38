// The operations of the pen's network on the tokens from `from` up to, but not including, `to`. Everything is float32 and
// named by its place in memory. Every sum is taken in the same order however many tokens there are at once.

export { attend } from './attention';
export { multiply } from './linear';
export { normalize } from './normalization';
export { softmaxRows } from './softmax';

/** sum = one + other, so many values a token, a multiple of four. */
export function add(one: usize, other: usize, sum: usize, width: usize, from: usize, to: usize): void {
  for (let at = (from * width) << 2, end = (to * width) << 2; at < end; at += 16)
    v128.store(sum + at, f32x4.add(v128.load(one + at), v128.load(other + at)));
}

/** ReLU: values above 0 stay, all others become 0; so many values a token, a multiple of four. */
export function rectify(input: usize, output: usize, width: usize, from: usize, to: usize): void {
  for (let at = (from * width) << 2, end = (to * width) << 2; at < end; at += 16)
    v128.store(output + at, f32x4.pmax(f32x4.splat(0), v128.load(input + at)));
}
