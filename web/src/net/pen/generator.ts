/**
 * The random numbers of writing, the same as Python's, bit for bit: xoshiro128** 1.1, of 32-bit integers only. From David
 * Blackman and Sebastiano Vigna, Scrambled linear pseudorandom number generators, 2021, https://doi.org/10.1145/3460772.
 */

/** Four words. */
export type GeneratorState = Uint32Array;

const GOLDEN_RATIO = 0x9e3779b9;
export const LARGEST_SEED = 2 ** 32 - 1;

/**
 * Word i of the state, from 1, is MurmurHash3's finalizer (`fmix32`, of Austin Appleby) of the seed plus i times 0x9E3779B9,
 * all modulo 2³²: four different words, so never all 0.
 * @throws RangeError if the seed is no whole number from 0 to 2³² − 1
 */
export function seededGenerator(seed: number): GeneratorState {
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED))
    throw new RangeError(`A seed must be a whole number from 0 to ${LARGEST_SEED}, not ${seed}.`);
  return Uint32Array.from([1, 2, 3, 4], (index) => finalized(seed + Math.imul(index, GOLDEN_RATIO)));
}

/** The next integer, from 0 to 2³² − 1. */
export function nextUint32(state: GeneratorState): number {
  const [s0, s1, s2, s3] = state;
  const t2 = s2 ^ s0;
  const t3 = s3 ^ s1;
  state[0] = s0 ^ t3;
  state[1] = s1 ^ t2;
  state[2] = t2 ^ (s1 << 9);
  state[3] = rotated(t3, 11);
  return Math.imul(rotated(Math.imul(s1, 5), 7), 9) >>> 0;
}

/** The next number from 0 to 1, without 1, made of the upper 27 and 26 bits of two integers. */
export function nextUniform(state: GeneratorState): number {
  const upper = nextUint32(state) >>> 5;
  const lower = nextUint32(state) >>> 6;
  return (upper * 2 ** 26 + lower) / 2 ** 53;
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function finalized(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
