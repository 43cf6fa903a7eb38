/** Animated PNGs (PNG, third edition, W3C 2025), put together from pictures that the browser has encoded: nothing is compressed anew. */

import { crc32 } from './checksum.ts';

/** One picture of the animation, over those before it. */
export interface AnimationFrame {
  readonly png: Uint8Array;
  /** Where it lies in the whole, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly durationMs: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Width and height; the rest of IHDR says how pixels are coded. */
const SIZE_BYTES = 8;

/**
 * An animation without end. `still` is what programs show that don't play it, and gives the size of the whole.
 * @throws Error if the pictures are not PNGs, or not coded alike.
 */
export function animatedPng(still: Uint8Array, frames: readonly AnimationFrame[]): Uint8Array<ArrayBuffer> {
  const whole = chunksOf(still);
  const header = whole[0].data;
  const pieces: Uint8Array[] = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('acTL', bigEndian([4, frames.length], [4, 0])),
    // Colour spaces and the like hold for all.
    ...whole.filter(({ type }) => !['IHDR', 'IDAT', 'IEND'].includes(type)).map(({ type, data }) => chunk(type, data)),
    ...imageData(whole).map((data) => chunk('IDAT', data)),
  ];
  let sequence = 0;
  for (const { png, x, y, durationMs } of frames) {
    const chunks = chunksOf(png);
    const coding = chunks[0].data;
    if (coding.subarray(SIZE_BYTES).join() !== header.subarray(SIZE_BYTES).join())
      throw new Error('The pictures of an animation must be coded alike.');
    const size = coding.subarray(0, SIZE_BYTES);
    const rest = bigEndian([4, x], [4, y], [2, Math.round(durationMs)], [2, 1000], [1, 0], [1, 0]);
    pieces.push(chunk('fcTL', concatenated([bigEndian([4, sequence]), size, rest])));
    sequence++;
    for (const data of imageData(chunks)) {
      pieces.push(chunk('fdAT', concatenated([bigEndian([4, sequence]), data])));
      sequence++;
    }
  }
  pieces.push(chunk('IEND', new Uint8Array(0)));
  return concatenated(pieces);
}

function imageData(chunks: readonly Chunk[]): Uint8Array[] {
  return chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
}

function chunksOf(png: Uint8Array): Chunk[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  if (!SIGNATURE.every((byte, i) => png[i] === byte) || chunks[0]?.type !== 'IHDR') throw new Error('This is no PNG.');
  return chunks;
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const content = concatenated([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  return concatenated([bigEndian([4, data.length]), content, bigEndian([4, crc32(content)])]);
}

/** Numbers as so many bytes each, the highest first. */
function bigEndian(...fields: readonly (readonly [bytes: number, value: number])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    fields.flatMap(([bytes, value]) =>
      Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 0xff),
    ),
  );
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
