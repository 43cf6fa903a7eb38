import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTEXT, DIRECTION_X, DIRECTION_Y, PLACE_CELLS, SIZES, VOCABULARY } from '../../src/net/pen/description.ts';
import { loadPenWeights, penShapes } from '../../src/net/pen/weights.ts';
import { randomPenTensors, randomPenWeights, range } from '../pen-networks.ts';
import { product, safetensorsFile } from '../support.ts';

const golden = readFileSync(new URL('../../../tests/golden/pen_weights.safetensors', import.meta.url));

/** An F32 file of tensors, each in the shape of its name, unless told. */
function fileOf(tensors: Record<string, Float32Array>, shapes: Record<string, readonly number[]> = {}): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { credit: 'made up' } };
  const data: number[] = [];
  for (const [name, values] of Object.entries(tensors)) {
    const offsets = [data.length, data.length + 4 * values.length];
    header[name] = { dtype: 'F32', shape: shapes[name] ?? penShapes[name], data_offsets: offsets };
    for (const byte of new Uint8Array(values.buffer)) data.push(byte);
  }
  return safetensorsFile(header, Uint8Array.from(data));
}

describe('the pen’s network', () => {
  it('has the sizes that the page states', () => {
    expect(SIZES).toMatchObject({ width: 32, layers: 2, heads: 4, headUnits: 8, feedForward: 92 });
    expect([CONTEXT, PLACE_CELLS.count]).toEqual([96, 29]);
    const parameters = Object.values(penShapes).map(product);
    expect(parameters.reduce((sum, count) => sum + count)).toBe(27_256);
  });

  it('knows 47 tokens', () => {
    expect(VOCABULARY).toHaveLength(47);
    expect(VOCABULARY.slice(0, 7)).toEqual(['READ', 'WRITE', 'ASK', 'END', 'LIFT', 'DROP', '0']);
    expect([VOCABULARY[15], VOCABULARY[16], VOCABULARY[30], VOCABULARY[31], VOCABULARY[46]]).toEqual([
      '9',
      'AT 0',
      'AT 14',
      'STEP 0',
      'STEP 15',
    ]);
  });

  it('steps in sixteen directions, clockwise on the screen from the right, by one step', () => {
    for (const direction of range(16)) {
      expect(DIRECTION_X[direction]).toBeCloseTo(Math.cos((direction * Math.PI) / 8), 14);
      expect(DIRECTION_Y[direction]).toBeCloseTo(Math.sin((direction * Math.PI) / 8), 14);
    }
  });
});

describe('the pen’s weights', () => {
  it('are read from float16 and from float32, with their metadata', () => {
    const { weights, metadata } = loadPenWeights(golden);
    expect(metadata).toMatchObject({ credit: 'made up, for tests' });
    expect(weights.layers[1].up.weight).toHaveLength(92 * 32);
    expect(loadPenWeights(fileOf(randomPenTensors(1)))).toEqual({
      weights: randomPenWeights(1),
      metadata: { credit: 'made up' },
    });
  });

  it('hold queries, keys and values one below the other', () => {
    const tensors = randomPenTensors(2);
    const { query, key, value } = randomPenWeights(2).layers[0];
    const rows = [query, key, value];
    expect(rows.flatMap(({ weight }) => [...weight])).toEqual([...tensors['layer1.attention.qkv.weight']]);
    expect(rows.flatMap(({ bias }) => [...bias])).toEqual([...tensors['layer1.attention.qkv.bias']]);
  });

  it('are refused in one line if a tensor is missing, unknown, of the wrong shape, or not finite', () => {
    const { 'norm.bias': bias, ...rest } = randomPenTensors(1);
    expect(() => loadPenWeights(fileOf(rest))).toThrow('The weights lack the tensor norm.bias.');
    const more = fileOf({ ...rest, 'norm.bias': bias, extra: bias }, { extra: [32] });
    expect(() => loadPenWeights(more)).toThrow('The weights have a tensor extra, which is unknown to the network.');
    const turned = fileOf({ ...rest, 'norm.bias': bias }, { 'layer2.up.weight': [32, 92] });
    expect(() => loadPenWeights(turned)).toThrow(
      "The weights' layer2.up.weight has shape (32, 92); it must be (92, 32).",
    );
    const infinite = fileOf({ ...rest, 'norm.bias': bias.map(() => Number.POSITIVE_INFINITY) });
    expect(() => loadPenWeights(infinite)).toThrow("The weights' norm.bias holds NaN or infinite values.");
  });

  it('are not those of the picture’s network', () => {
    const file = new URL('../../../src/inkspect/pretrained/weights.safetensors', import.meta.url);
    expect(() => loadPenWeights(readFileSync(file))).toThrow('The weights lack the tensor token.weight.');
  });
});
