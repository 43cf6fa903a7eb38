import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { animatedPng } from '../../src/send/apng.ts';
import { crc32 } from '../../src/send/checksum.ts';

const GREY = [8, 0, 0, 0, 0];
const RGBA = [8, 6, 0, 0, 0];

const big = (bytes: number, value: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >> (8 * (bytes - 1 - i))) & 255);
const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** A PNG of one colour, as a browser encodes it, its data in two chunks. */
function png(width: number, height: number, grey: number, coding = GREY, more: number[] = []): Uint8Array {
  const rows = Array.from({ length: height }, () => [0, ...Array(width).fill(grey)]).flat();
  const data = [...deflateSync(Uint8Array.from(rows))];
  const chunk = (type: string, content: number[]): number[] => [
    ...big(4, content.length),
    ...letters(type),
    ...content,
    ...big(4, crc32(Uint8Array.from([...letters(type), ...content]))),
  ];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', [...big(4, width), ...big(4, height), ...coding]),
    ...(more.length > 0 ? chunk('sRGB', more) : []),
    ...chunk('IDAT', data.slice(0, 5)),
    ...chunk('IDAT', data.slice(5)),
    ...chunk('IEND', []),
  ]);
}

function chunksOf(bytes: Uint8Array): [string, number[]][] {
  const view = new DataView(bytes.buffer);
  const chunks: [string, number[]][] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const content = bytes.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc32(content));
    chunks.push([String.fromCharCode(...content.subarray(0, 4)), [...content.subarray(4)]]);
    at += 12 + length;
  }
  return chunks;
}

describe('an animated PNG', () => {
  const frames = [
    { png: png(4, 3, 20), x: 0, y: 0, durationMs: 40 },
    { png: png(2, 1, 30), x: 1, y: 2, durationMs: 2000.4 },
  ];

  it('checks with CRC-32', () => {
    expect(crc32(Uint8Array.from(letters('123456789')))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('shows a still picture first, and then its pictures where they lie, for as long as they last', () => {
    const chunks = chunksOf(animatedPng(png(4, 3, 10, GREY, [0]), frames));
    expect(chunks.map(([type]) => type).join(' ')).toBe('IHDR acTL sRGB IDAT IDAT fcTL fdAT fdAT fcTL fdAT fdAT IEND');
    expect(chunks[0][1]).toEqual([...big(4, 4), ...big(4, 3), ...GREY]);
    expect(chunks[1][1]).toEqual([...big(4, 2), ...big(4, 0)]);
    const controls = chunks.filter(([type]) => type === 'fcTL').map(([, data]) => data);
    const control = (sequence: number, width: number, height: number, x: number, y: number, ms: number) =>
      [sequence, width, height, x, y].flatMap((value) => big(4, value)).concat(big(2, ms), big(2, 1000), 0, 0);
    expect(controls).toEqual([control(0, 4, 3, 0, 0, 40), control(3, 2, 1, 1, 2, 2000)]);
  });

  it('numbers its chunks in one sequence, and keeps the data as they were', () => {
    const chunks = chunksOf(animatedPng(png(4, 3, 10), frames));
    const sequence = chunks.filter(([type]) => /^f[cd]/.test(type)).map(([, data]) => data.slice(0, 4));
    expect(sequence).toEqual([0, 1, 2, 3, 4, 5].map((number) => big(4, number)));
    const data = chunks.filter(([type]) => type === 'fdAT').map(([, content]) => content.slice(4));
    expect([...inflateSync(Uint8Array.from(data.slice(2).flat()))]).toEqual([0, 30, 30]);
  });

  it('is refused of pictures that are coded differently, and of what is no PNG', () => {
    expect(() => animatedPng(png(4, 3, 10), [{ ...frames[0], png: png(4, 3, 10, RGBA) }])).toThrow('coded alike');
    expect(() => animatedPng(Uint8Array.from(letters('GIF89a, and more')), [])).toThrow('no PNG');
    expect(() => animatedPng(new Uint8Array(0), [])).toThrow('no PNG');
  });
});
