/**
 * Whole numbers as bytes, seven bits in each and the lowest first (LEB128): small ones take one byte, and none is larger than
 * Number.MAX_SAFE_INTEGER.
 */

const BASE = 128;

/** Appends a number that is not negative. */
export function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= BASE) {
    bytes.push((rest % BASE) + BASE);
    rest = Math.floor(rest / BASE);
  }
  bytes.push(rest);
}

/** 0, -1, 1, -2, … as 0, 1, 2, 3, …: small numbers stay small, whatever their sign. */
export function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads numbers one after the other; `next` gives NaN where there is none, or none so small. */
export interface VarintReader {
  next(): number;
  isAtEnd(): boolean;
}

export function readVarints(bytes: Uint8Array): VarintReader {
  let at = 0;
  return {
    next() {
      let value = 0;
      for (let place = 1; at < bytes.length && value <= Number.MAX_SAFE_INTEGER; place *= BASE) {
        const byte = bytes[at];
        at++;
        value += (byte % BASE) * place;
        if (byte < BASE) return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN;
      }
      return Number.NaN;
    },
    isAtEnd: () => at === bytes.length,
  };
}
