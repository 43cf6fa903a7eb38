import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PAD_SIDE } from '../../src/ink/drawing.ts';
import { deflate } from '../../src/send/deflate.ts';
import { MOST_CHARACTERS, readInk, readPlainInk, writeInkText, writePlainInk } from '../../src/send/ink-text.ts';
import { MOST_BYTES, packDrawing } from '../../src/send/packing.ts';
import { atMoment, drawingOf, toStrokes } from '../support.ts';
import { anyDrawing, largestDrawing, reasonOf, SEVEN } from './drawings.ts';

const base64url = (bytes: Uint8Array | readonly number[]): string => Buffer.from(bytes).toString('base64url');

/** Bytes with a check that is right: what is wrong with them is found later. */
function sealedInk(bytes: readonly number[]): string {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return `0${base64url([...bytes, ~crc & 0xff, (~crc >>> 8) & 0xff])}`;
}

describe('a drawing as the text of a link', () => {
  it('comes back as it was, point by point and ms by ms, in characters that need no escaping', async () => {
    await fc.assert(
      fc.asyncProperty(anyDrawing, async (drawing) => {
        for (const text of [await writeInkText(drawing), writePlainInk(drawing)]) {
          expect(text).toMatch(/^[01][\w-]+$/);
          expect(toStrokes(await readInk(text))).toEqual(toStrokes(drawing));
        }
        expect(toStrokes(readPlainInk(writePlainInk(drawing)))).toEqual(toStrokes(drawing));
      }),
      { numRuns: 300 },
    );
  });

  it('comes back from the largest drawing, which stays within what is read', async () => {
    const drawing = largestDrawing();
    const text = await writeInkText(drawing);
    expect(packDrawing(drawing).length).toBeLessThan(MOST_BYTES);
    expect(text.length).toBeLessThan(MOST_CHARACTERS);
    expect(toStrokes(await readInk(text))).toEqual(toStrokes(drawing));
  });

  it('holds a drawing up to its moment, and the latest time that can be told', async () => {
    const late = drawingOf([
      [
        [0, 4096, 0],
        [4096, 0, Number.MAX_SAFE_INTEGER],
      ],
    ]);
    for (const drawing of [late, atMoment(SEVEN, 2)])
      expect(toStrokes(await readInk(await writeInkText(drawing)))).toEqual(toStrokes(drawing));
  });

  it('is written and read by browsers without deflate, but for what others have deflated', async () => {
    const even = drawingOf([Array.from({ length: 100 }, (_, i) => [i, i, 10 * i])]);
    const deflated = await writeInkText(even);
    expect(deflated[0]).toBe('1');
    vi.stubGlobal('CompressionStream', undefined);
    try {
      const plain = await writeInkText(even);
      expect(plain[0]).toBe('0');
      expect(toStrokes(await readInk(plain))).toEqual(toStrokes(even));
      expect(await reasonOf(() => readInk(deflated))).toBe('browserOld');
    } finally {
      vi.unstubAllGlobals();
    }
    expect(toStrokes(await readInk(deflated))).toEqual(toStrokes(even));
  });

  it.each([
    ['linkNewer', '2abc'],
    ['linkNewer', 'zQmFz'],
    ['linkDamaged', ''],
    ['linkDamaged', '<img src=x>'],
    ['linkDamaged', '0'],
    ['linkDamaged', '1'],
    ['linkDamaged', '0a'],
    ['linkDamaged', '0AAAA'],
    ['linkDamaged', '1AAAA'],
    ['linkDamaged', '0 AAA'],
    ['linkHuge', `0${'A'.repeat(MOST_CHARACTERS)}`],
    ['linkHuge', `1${'A'.repeat(MOST_CHARACTERS)}`],
  ])('is refused with a reason: %s', async (reason, text) => {
    expect(await reasonOf(() => readInk(text))).toBe(reason);
  });

  it('does not unpack more than a drawing can be, however few characters would', async () => {
    const text = `1${base64url(await deflate(new Uint8Array(64 << 20)))}`;
    expect(text.length).toBeLessThan(MOST_CHARACTERS);
    const given = vi.spyOn(ReadableStreamDefaultReader.prototype, 'read');
    expect(await reasonOf(() => readInk(text))).toBe('linkHuge');
    const chunks = await Promise.all(given.mock.results.map(({ value }) => value));
    given.mockRestore();
    expect(chunks.reduce((total, { value }) => total + (value?.length ?? 0), 0)).toBeLessThan(8 << 20);
  });

  it('is refused if any one character is another, or if its end is missing', async () => {
    for (const text of [await writeInkText(SEVEN), writePlainInk(SEVEN)]) {
      for (let at = 1; at < text.length; at++) {
        const other = text[at] === 'A' ? 'B' : 'A';
        const read = await readInk(text.slice(0, at) + other + text.slice(at + 1)).then(toStrokes, () => null);
        // Some bits, such as the last ones, say nothing.
        if (read !== null) expect(read).toEqual(toStrokes(SEVEN));
        expect(await reasonOf(() => readInk(text.slice(0, at)))).toBe('linkDamaged');
      }
    }
  });

  it('never fails otherwise, and gives a drawing that the pad can hold or none', async () => {
    const whole = await writeInkText(
      drawingOf([Array.from({ length: 60 }, (_, i) => [i * 60, (i * i) % 4000, 9 * i])]),
    );
    const damaged = fc
      .tuple(
        fc.constantFrom(whole, writePlainInk(SEVEN)),
        fc.nat(whole.length),
        fc.stringMatching(/^[\w-]{0,6}$/),
        fc.nat(10),
      )
      .map(([text, at, put, cut]) => text.slice(0, at) + put + text.slice(at + cut));
    const byte = fc.integer({ min: 0, max: 255 });
    const made = fc.tuple(fc.constantFrom('0', '1'), fc.array(byte, { maxLength: 60 }));
    const anyText = fc.oneof(
      damaged,
      made.map(([form, bytes]) => form + base64url(bytes)),
      // Small numbers, which go further: few strokes, few points, places on the pad.
      fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), byte), { maxLength: 24 }).map(sealedInk),
      fc.string({ unit: 'binary' }),
    );
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const reason = await reasonOf(async () => {
          const { columns, points } = await readInk(text);
          for (let i = 0; i < points; i++) {
            const onPad = [columns.x[i], columns.y[i]].every((units) => units >= 0 && units <= PAD_SIDE);
            const inOrder = columns.t[i] >= (i > 0 ? columns.t[i - 1] : 0);
            if (!onPad || !inOrder) throw new Error(`point ${i} of ${text}`);
          }
        });
        told.set(reason, 1 + (told.get(reason) ?? 0));
      }),
      { numRuns: 8000 },
    );
    expect([...told.keys()].sort()).toEqual(['linkDamaged', 'linkNewer', 'read']);
    expect(told.get('read')).toBeGreaterThan(20);
  });
});
