// Linear layers. Weights lie by input, each row filled up with zeros to a multiple of eight units, so that a vector holds four
// units; the biases likewise.

/**
 * output = weight · input + bias, (token, inputs) → (token, units). Of each token's outputs the last ones are written first:
 * what fills up a row lies at the beginning of the next token's, which is written after.
 */
export function multiply(
  weight: usize,
  bias: usize,
  input: usize,
  output: usize,
  inputs: usize,
  units: usize,
  from: usize,
  to: usize,
): void {
  const line = ((units + 7) & ~7) << 2;
  const inputLine = inputs << 2;
  const outputLine = units << 2;
  let token = from;
  for (; token + 4 <= to; token += 4)
    multiplyFour(weight, bias, input + token * inputLine, output + token * outputLine, inputLine, outputLine, line);
  for (; token < to; token++)
    multiplyOne(weight, bias, input + token * inputLine, output + token * outputLine, inputLine, line);
}

/** Four tokens by eight units. */
function multiplyFour(
  weight: usize,
  bias: usize,
  input: usize,
  output: usize,
  inputLine: usize,
  outputLine: usize,
  line: usize,
): void {
  for (let unit = line; unit; ) {
    unit -= 32;
    let a0 = v128.load(bias + unit);
    let b0 = v128.load(bias + unit, 16);
    let a1 = a0;
    let b1 = b0;
    let a2 = a0;
    let b2 = b0;
    let a3 = a0;
    let b3 = b0;
    let w = weight + unit;
    for (let x = input, end = input + inputLine; x < end; x += 4, w += line) {
      const wa = v128.load(w);
      const wb = v128.load(w, 16);
      const x0 = v128.load32_splat(x);
      a0 = f32x4.add(a0, f32x4.mul(wa, x0));
      b0 = f32x4.add(b0, f32x4.mul(wb, x0));
      const x1 = v128.load32_splat(x + inputLine);
      a1 = f32x4.add(a1, f32x4.mul(wa, x1));
      b1 = f32x4.add(b1, f32x4.mul(wb, x1));
      const x2 = v128.load32_splat(x + 2 * inputLine);
      a2 = f32x4.add(a2, f32x4.mul(wa, x2));
      b2 = f32x4.add(b2, f32x4.mul(wb, x2));
      const x3 = v128.load32_splat(x + 3 * inputLine);
      a3 = f32x4.add(a3, f32x4.mul(wa, x3));
      b3 = f32x4.add(b3, f32x4.mul(wb, x3));
    }
    let y = output + unit;
    v128.store(y, a0);
    v128.store(y, b0, 16);
    y += outputLine;
    v128.store(y, a1);
    v128.store(y, b1, 16);
    y += outputLine;
    v128.store(y, a2);
    v128.store(y, b2, 16);
    y += outputLine;
    v128.store(y, a3);
    v128.store(y, b3, 16);
  }
}

function multiplyOne(weight: usize, bias: usize, input: usize, output: usize, inputLine: usize, line: usize): void {
  for (let unit = line; unit; ) {
    unit -= 32;
    let a = v128.load(bias + unit);
    let b = v128.load(bias + unit, 16);
    let w = weight + unit;
    for (let x = input, end = input + inputLine; x < end; x += 4, w += line) {
      const value = v128.load32_splat(x);
      a = f32x4.add(a, f32x4.mul(v128.load(w), value));
      b = f32x4.add(b, f32x4.mul(v128.load(w, 16), value));
    }
    v128.store(output + unit, a);
    v128.store(output + unit, b, 16);
  }
}
