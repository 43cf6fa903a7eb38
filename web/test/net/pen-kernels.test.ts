import kernels from 'virtual:pen-kernels';
import { describe, expect, it } from 'vitest';
import { createPenNetwork } from '../../src/net/pen/choose.ts';
import { FIRST_PLACE, READ } from '../../src/net/pen/description.ts';
import { tracePen } from '../../src/net/pen/network.ts';
import { startPenKernels } from '../../src/net/pen/wasm/kernels.ts';
import { penMemoryIn } from '../../src/net/pen/wasm/memory.ts';
import { randomPenWeights } from '../pen-networks.ts';

const bytes = Buffer.from(kernels, 'base64');

describe('the pen’s kernels', () => {
  it('fit into what Chrome before 114 compiles at once', () => {
    expect(bytes.length).toBeLessThanOrEqual(4096);
  });

  it('ask nothing of the page, and their memory never grows', () => {
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    const { memory } = new WebAssembly.Instance(module).exports as { memory: WebAssembly.Memory };
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  it('have room for all arrays, each at a whole vector, with spare room after it, and little more', () => {
    const memory = new ArrayBuffer(startPenKernels()?.memory.byteLength ?? 0);
    const { trace, layers, norm, unembedding, turnedKeys } = penMemoryIn(memory, randomPenWeights(1));
    const arrays = [...new Set(arraysIn([trace, layers, norm, unembedding, turnedKeys]))];
    const inMemory = arrays.filter(({ buffer }) => buffer === memory).sort((a, b) => a.byteOffset - b.byteOffset);
    expect(inMemory.length).toBe(arrays.length);
    inMemory.forEach(({ byteOffset, byteLength }, i) => {
      expect(byteOffset % 16).toBe(0);
      const end = inMemory[i + 1]?.byteOffset ?? memory.byteLength;
      expect(byteOffset + byteLength + 32).toBeLessThanOrEqual(end);
    });
    const last = inMemory[inMemory.length - 1];
    expect(memory.byteLength - last.byteOffset - last.byteLength).toBeLessThan(2 * 65_536);
  });

  it('do not start where there is no WebAssembly', () => {
    expect(startPenKernels()).not.toBeNull();
    expect(startPenKernels(null)).toBeNull();
  });
});

describe('the pen’s network that is chosen', () => {
  it.each(['wasm', 'plain'] as const)('computes in %s, and where that cannot be, in plain TypeScript', (wished) => {
    const weights = randomPenWeights(1);
    const ids = Uint8Array.of(READ, FIRST_PLACE, FIRST_PLACE);
    const logitsOf = (engine?: null) => tracePen(createPenNetwork(weights, wished, engine), ids).logits;
    expect('memory' in createPenNetwork(weights, wished)).toBe(wished === 'plain');
    expect('memory' in createPenNetwork(weights, wished, null)).toBe(true);
    const largest = Math.max(...logitsOf().subarray(0, 47).map(Math.abs));
    logitsOf().forEach((logit, i) => {
      if (i < 3 * 47) expect(Math.abs(logit - logitsOf(null)[i])).toBeLessThan(1e-5 * largest);
    });
  });
});

/** All arrays of numbers among parts, and within them. */
function arraysIn(parts: unknown): Float32Array[] {
  if (parts instanceof Float32Array) return [parts];
  if (typeof parts !== 'object' || parts === null || ArrayBuffer.isView(parts)) return [];
  return Object.values(parts).flatMap(arraysIn);
}
