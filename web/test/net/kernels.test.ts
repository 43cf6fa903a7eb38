import kernels from 'virtual:kernels';
import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../src/net/cnn/choose.ts';
import { startKernels } from '../../src/net/cnn/wasm/kernels.ts';
import { BATCH, PARAMETERS, PASS, RESULTS, SHOWN } from '../../src/net/cnn/wasm/layout.ts';
import { randomInput, randomWeights } from '../support.ts';

const bytes = Buffer.from(kernels, 'base64');

describe('the kernels', () => {
  it('fit into what Chrome before 114 compiles at once, so that the first answer waits for nothing', () => {
    expect(bytes.length).toBeLessThanOrEqual(4096);
  });

  it('ask nothing of the page, and their memory never grows', () => {
    const module = new WebAssembly.Module(bytes);
    expect(WebAssembly.Module.imports(module)).toEqual([]);
    const { memory } = new WebAssembly.Instance(module).exports as { memory: WebAssembly.Memory };
    expect(memory.buffer.byteLength).toBe(65_536 * Math.ceil((BATCH + PASS.end) / 65_536));
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  it('find everything at a whole vector, nothing overlapping, nothing at 0, where they read zeros', () => {
    const at = (start: number, places: Readonly<Record<string, number>>) =>
      Object.values(places).map((place) => start + place);
    const places = [at(0, RESULTS), at(0, PARAMETERS), at(SHOWN, PASS), at(BATCH, PASS)].flat();
    expect(places.filter((place) => place % 16 !== 0)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    // Where one of them ends, the next begins: that is the only place named twice.
    expect(new Set(places).size).toBe(places.length - 3);
    expect(places[0]).toBe(16);
  });

  it('do not start where there is no WebAssembly, or where it is forbidden or lacks vectors', () => {
    expect(startKernels()).not.toBeNull();
    expect(startKernels(null)).toBeNull();
    expect(startKernels(refusing(new EvalError('forbidden by a Content-Security-Policy')))).toBeNull();
    expect(startKernels(refusing(new WebAssembly.CompileError('invalid opcode 0xfd')))).toBeNull();
  });
});

describe('the network that is chosen', () => {
  it.each(['wasm', 'plain'] as const)('computes in %s, and where that cannot be, in plain TypeScript', (wished) => {
    const weights = randomWeights(1);
    const input = randomInput(2, 0.3);
    const { logits } = createNetwork(weights, 'plain').forward(input);
    const tellsLinks = createNetwork(weights, wished).linkSums !== undefined;
    expect(tellsLinks).toBe(wished === 'wasm');
    expect(createNetwork(weights, wished, null).linkSums).toBeUndefined();
    expect(createNetwork(weights, wished, null).forward(input).logits).toEqual(logits);
  });
});

function refusing(problem: Error): typeof WebAssembly {
  const refuse = class {
    constructor() {
      throw problem;
    }
  };
  return { Module: refuse, Instance: refuse } as unknown as typeof WebAssembly;
}
