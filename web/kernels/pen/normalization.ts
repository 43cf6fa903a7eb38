import { sumOf } from '../vectors';

/** weight · (input − mean) / √(variance + epsilon) + bias, over `width` units a token, a multiple of four. */
export function normalize(
  weight: usize,
  bias: usize,
  epsilon: f32,
  input: usize,
  output: usize,
  width: usize,
  from: usize,
  to: usize,
): void {
  const line = width << 2;
  const units = width as f32;
  for (let token = from; token < to; token++) {
    const x = input + token * line;
    const y = output + token * line;
    let sums = f32x4.splat(0);
    for (let unit: usize = 0; unit < line; unit += 16) sums = f32x4.add(sums, v128.load(x + unit));
    const mean = f32x4.splat(sumOf(sums) / units);
    let squares = f32x4.splat(0);
    for (let unit: usize = 0; unit < line; unit += 16) {
      const away = f32x4.sub(v128.load(x + unit), mean);
      squares = f32x4.add(squares, f32x4.mul(away, away));
    }
    const scale = f32x4.splat(1 / sqrt<f32>(sumOf(squares) / units + epsilon));
    for (let unit: usize = 0; unit < line; unit += 16) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + unit), mean), scale);
      v128.store(y + unit, f32x4.add(f32x4.mul(scaled, v128.load(weight + unit)), v128.load(bias + unit)));
    }
  }
}
