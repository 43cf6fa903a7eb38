import { describe, expect, it, vi } from 'vitest';
import { decodeBase64 } from '../../src/net/base64.ts';
import { loadWeights } from '../../src/net/cnn/weights.ts';
import { decodeFloat16, parseSafetensors } from '../../src/net/safetensors.ts';
import { randomWeights, safetensorsFile, weightsFile } from '../support.ts';

describe('float16', () => {
  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x0001, 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('%i represents %d', (bits, value) => {
    expect(decodeFloat16(bits)).toBe(value);
  });

  it('grows with its bits, is odd, and is exact in float32', () => {
    const wrong = Array.from({ length: 0x7c00 }, (_, bits) => bits).filter((bits) => {
      const value = decodeFloat16(bits);
      const grows = decodeFloat16(bits + 1) > value;
      return !(grows && Object.is(decodeFloat16(bits | 0x8000), -value) && Math.fround(value) === value);
    });
    expect(wrong).toEqual([]);
  });
});

describe('a safetensors file', () => {
  const tensor = { dtype: 'F16', shape: [2, 1], data_offsets: [0, 4] };
  const data = Uint8Array.of(0x00, 0x3c, 0x00, 0xc0);

  it('gives tensors as float32, with their shapes, and its metadata', () => {
    const file = parseSafetensors(safetensorsFile({ __metadata__: { seed: '7' }, a: tensor }, data));
    expect(file.metadata).toEqual({ seed: '7' });
    expect(file.tensors.get('a')).toEqual({ shape: [2, 1], values: Float32Array.of(1, -2) });
  });

  it('keeps F32 values as they are, wherever the file lies in memory', () => {
    const values = Float32Array.of(0.1, -1e-30);
    const header = { a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } };
    const file = safetensorsFile(header, new Uint8Array(values.buffer));
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(parseSafetensors(shifted.subarray(3)).tensors.get('a')?.values).toEqual(values);
  });

  it('may have a header and no tensors', () => {
    expect(parseSafetensors(safetensorsFile({}, new Uint8Array())).tensors.size).toBe(0);
  });

  it('may list its tensors in any order', () => {
    const header = { b: { ...tensor, data_offsets: [4, 8] }, a: tensor };
    const { tensors } = parseSafetensors(safetensorsFile(header, Uint8Array.of(...data, ...data)));
    expect([...tensors.keys()]).toEqual(['b', 'a']);
  });

  it.each([
    ['too short for a header', new Uint8Array(5), /5 bytes, too few/],
    ['a header longer than the file', safetensorsFile({ a: tensor }, data).subarray(0, 30), /only 22 follow/],
    ['a header that is not JSON', safetensorsFile('{"a":', data), /header is not JSON/],
    ['a header that is not UTF-8', spoiled(safetensorsFile({ a: tensor }, data)), /header is not JSON/],
    ['a header that is null', safetensorsFile('null', data), /not a JSON object/],
    ['a header that is a number', safetensorsFile('7', data), /not a JSON object/],
    ['a header that is a list', safetensorsFile([], data), /not a JSON object/],
    ['cut off', safetensorsFile({ a: tensor }, data.subarray(0, 3)), /need 4 bytes of data, but it has 3/],
    ['bytes left over', safetensorsFile({ a: tensor }, new Uint8Array(6)), /need 4 bytes of data, but it has 6/],
    ['an unknown type', safetensorsFile({ a: { ...tensor, dtype: 'BF16' } }, data), /a is of type "BF16"/],
    ['a type with an inherited name', safetensorsFile({ a: { ...tensor, dtype: 'toString' } }, data), /a is of type/],
    ['a side that is not an integer', safetensorsFile({ a: { ...tensor, shape: [4, 0.5] } }, data), /no valid shape/],
    ['a shape that is not a list', safetensorsFile({ a: { ...tensor, shape: 2 } }, data), /no valid shape/],
    [
      'a shape that needs another number of bytes',
      safetensorsFile({ a: { ...tensor, shape: [3, 1] } }, data),
      /takes 4 bytes, but its shape \(3, 1\) in F16 needs 6/,
    ],
    ['a negative side', safetensorsFile({ a: { ...tensor, shape: [-2, -1] } }, data), /no valid shape/],
    [
      'offsets that are not a pair',
      safetensorsFile({ a: { ...tensor, data_offsets: [0] } }, data),
      /no valid data_offsets/,
    ],
    [
      'an offset before the data',
      safetensorsFile({ a: { ...tensor, data_offsets: [-4, 0] } }, data),
      /no valid data_offsets/,
    ],
    ['an entry that is not an object', safetensorsFile({ a: 3 }, data), /entry for a is not/],
    [
      'a gap',
      safetensorsFile({ a: { ...tensor, data_offsets: [2, 6] } }, new Uint8Array(6)),
      /begins at byte 2 .* instead of 0/,
    ],
    [
      'an overlap',
      safetensorsFile({ a: tensor, b: { ...tensor, data_offsets: [2, 6] } }, new Uint8Array(6)),
      /b begins at byte 2/,
    ],
    [
      'metadata that is a list',
      safetensorsFile({ __metadata__: [], a: tensor }, data),
      /metadata is not a JSON object/,
    ],
    [
      'metadata that is not a string',
      safetensorsFile({ __metadata__: { seed: 7 }, a: tensor }, data),
      /metadata seed is not a string/,
    ],
  ])('with %s is refused in one line', (_, bytes, message) => {
    expect(() => parseSafetensors(bytes)).toThrow(message);
    expect(() => parseSafetensors(bytes)).toThrow(/^The weights are not a valid safetensors file: [^\n]+$/);
  });
});

describe('weights', () => {
  it('are read by name', () => {
    const weights = randomWeights(1);
    const loaded = loadWeights(weightsFile(weights));
    expect(loaded).toEqual({ weights, metadata: { version: '1' } });
  });

  it.each([
    [
      'lacking a tensor',
      (header: Record<string, unknown>) => rename(header, 'fc2.bias', 'fc3.bias'),
      /lack the tensor fc2.bias/,
    ],
    [
      'of the wrong shape',
      (header: Record<string, unknown>) => Object.assign(header['conv1.weight'] as object, { shape: [8, 25] }),
      /conv1.weight has shape \(8, 25\); it must be \(8, 1, 5, 5\)/,
    ],
  ])('%s are refused in one line', (_, change, message) => {
    expect(() => loadWeights(weightsFile(randomWeights(1), change))).toThrow(message);
  });

  it('with an unknown tensor are refused', () => {
    const change = (header: Record<string, unknown>) => {
      header.extra = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
    };
    expect(() => loadWeights(weightsFile(randomWeights(1), change))).toThrow(/tensor extra/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('holding %d are refused', (value) => {
    const weights = randomWeights(1);
    weights.fc1.weight[77] = value;
    expect(() => loadWeights(weightsFile(weights))).toThrow("The weights' fc1.weight holds NaN or infinite values.");
  });

  it('come through base64 unchanged, and damaged base64 is refused', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
    expect(() => decodeBase64('AAA*')).toThrow(/not base64/);
  });

  it('come through base64 unchanged where the browser decodes, and damaged base64 is refused there too', () => {
    const fromBase64 = vi.fn((text: string) => {
      if (text.includes('*')) throw new SyntaxError('unexpected character');
      return Uint8Array.from(Buffer.from(text, 'base64'));
    });
    Object.assign(Uint8Array, { fromBase64 });
    expect(decodeBase64('AAEC')).toEqual(Uint8Array.of(0, 1, 2));
    expect(() => decodeBase64('AAA*')).toThrow(/not base64/);
    expect(fromBase64).toHaveBeenCalledTimes(2);
    Reflect.deleteProperty(Uint8Array, 'fromBase64');
  });
});

function rename(header: Record<string, unknown>, from: string, to: string): void {
  header[to] = header[from];
  delete header[from];
}

/** The file with a byte in its header that is never valid in UTF-8. */
function spoiled(file: Uint8Array): Uint8Array {
  file[11] = 0xff;
  return file;
}
