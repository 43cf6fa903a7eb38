// What the kernels do with whole vectors.

/**
 * Four zeros, from memory, where nothing else lies at 0: written out, they would take eighteen bytes of the page each
 * time.
 */
@inline
export function zeros(): v128 {
  return v128.load(0);
}

/** The sum of four values. */
export function sumOf(vector: v128): f32 {
  return (
    f32x4.extract_lane(vector, 0) +
    f32x4.extract_lane(vector, 1) +
    (f32x4.extract_lane(vector, 2) + f32x4.extract_lane(vector, 3))
  );
}

/** The first two values in float64. */
@inline
export function lowOf(vector: v128): v128 {
  return f64x2.promote_low_f32x4(vector);
}

/** The last two values in float64. */
@inline
export function highOf(vector: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(vector, vector, 2, 3, 0, 1));
}

/** The sum of four values in float64. */
export function sumOf64(vector: v128): f64 {
  const sums = f64x2.add(lowOf(vector), highOf(vector));
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
