import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { MOST_FILE_BYTES, readStrokeFile, writeStrokeFile } from '../../src/send/stroke-file.ts';
import { anyStrokes, toStrokes } from '../support.ts';
import { anyDrawing, largestDrawing, reasonOf, SEVEN } from './drawings.ts';

type Content = string | Uint8Array<ArrayBuffer>;

const read = (...content: Content[]) => readStrokeFile(new Blob(content));
const gzipped = (content: Content) => new Uint8Array(gzipSync(content));
const LINE = writeStrokeFile(SEVEN);

describe('a stroke file', () => {
  it('is not what the page saves as its explanation, which is told by its kind', async () => {
    const explanation = { kind: 'inkspect-explanation', format: 1, picture: [[0, 1]] };
    for (const space of [0, 1])
      expect(await reasonOf(() => read(JSON.stringify(explanation, null, space)))).toBe('fileExplanation');
  });

  it('gives back what was saved, point by point and ms by ms', async () => {
    await fc.assert(
      fc.asyncProperty(anyDrawing, async (drawing) => {
        const { drawing: again, more } = await read(writeStrokeFile(drawing));
        expect(toStrokes(again)).toEqual(toStrokes(drawing));
        expect(more).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('holds the largest drawing, gzipped or not', async () => {
    const drawing = largestDrawing();
    const saved = writeStrokeFile(drawing);
    for (const content of [saved, gzipped(saved)])
      expect(toStrokes((await read(content)).drawing)).toEqual(toStrokes(drawing));
  });

  it('is one line of JSON, in pad units', () => {
    expect(LINE.endsWith('\n')).toBe(true);
    expect(JSON.parse(LINE)).toEqual({ placed: true, strokes: toStrokes(SEVEN) });
  });

  it.each<[string, Content, boolean]>([
    ['with more lines', `${LINE}not looked at\n`, true],
    ['with more drawings, gzipped', gzipped(LINE.repeat(5)), true],
    ['far too long, after its first line', LINE + ' {}\n'.repeat(MOST_FILE_BYTES / 4), true],
    ['with blank lines', `\n \r\n${LINE}\n\n`, false],
    ['with a byte order mark', `\ufeff${LINE}`, false],
    ['without its last line end', LINE.trimEnd(), false],
    ['of one value on many lines', JSON.stringify(JSON.parse(LINE), null, 2), false],
    ['with other keys', LINE.replace('{', '{"label":"7","writer":null,"__proto__":{"strokes":7},'), false],
  ])('%s gives its first drawing, and whether there are others', async (_, content, more) => {
    const given = await read(content);
    expect(toStrokes(given.drawing)).toEqual(toStrokes(SEVEN));
    expect(given.more).toBe(more);
  });

  it('may be the strokes alone, in any unit, as other programs write them', async () => {
    for (const content of ['[[[0,0],[6,0],[2,10]]]', '{"strokes":[[[0,0],[6,0],[2,10]]]}']) {
      const { drawing } = await read(content);
      expect(toStrokes(drawing)[0].map(([, , t]) => t)).toEqual([0, 10, 20]);
      expect(Math.max(...toStrokes(drawing)[0].map(([, y]) => y))).toBe(3277);
    }
  });

  it.each<[string, Content]>([
    ['fileOther', ''],
    ['fileOther', 'GIF89a'],
    ['fileOther', '<svg><script>alert(1)</script></svg>'],
    ['fileOther', '{"strokes":'],
    ['fileOther', '{"strokes":7}'],
    ['fileOther', '{"strokes":[7]}'],
    ['fileOther', '{"strokes":[[[1,2,3,4]]]}'],
    ['fileOther', '{"strokes":[[[1,"2"]]]}'],
    ['fileOther', '{"strokes":[[[1,2]]],"placed":"yes"}'],
    ['fileOther', '{"strokes":[[[0,0,-1e300],[1,1,1e300]]]}'],
    ['fileOther', '{"weights":[]}'],
    ['fileOther', 'null'],
    ['fileOther', '[{}]'],
    ['fileOther', '['.repeat(100_000)],
    ['fileOther', Uint8Array.from([0xff, 0xfe, 0, 1, 2])],
    ['noPoints', '{"strokes":[]}'],
    ['noPoints', '[[],[]]'],
    ['manyPoints', JSON.stringify({ strokes: [Array(20_001).fill([0, 0])] })],
    [
      'manyPoints',
      JSON.stringify({ placed: true, strokes: [Array.from({ length: 20_000 }, (_, i) => [i % 2 ? -1 : 4097, 9])] }),
    ],
    ['offPad', '{"placed":true,"strokes":[[[9000,9000]]]}'],
    ['fileHuge', `[${' '.repeat(MOST_FILE_BYTES)}]`],
    ['fileHuge', gzipped(`[${' '.repeat(40 * MOST_FILE_BYTES)}]`)],
    ['fileDamaged', gzipped(LINE).slice(0, 30)],
    ['fileDamaged', Uint8Array.from([0x1f, 0x8b, 1, 2, 3])],
  ])('is refused with a reason: %s', async (reason, content) => {
    expect(await reasonOf(() => read(content))).toBe(reason);
  });

  it('that the system does not let the page read is damaged', async () => {
    const folder = new Blob(['x']);
    vi.spyOn(folder, 'slice').mockReturnValue({
      arrayBuffer: () => Promise.reject(new DOMException('is a directory', 'NotReadableError')),
    } as unknown as Blob);
    expect(await reasonOf(() => readStrokeFile(folder))).toBe('fileDamaged');
  });

  it('that is gzipped needs a browser that unpacks it', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    try {
      expect(await reasonOf(() => read(gzipped(LINE)))).toBe('browserOld');
      expect(toStrokes((await read(LINE)).drawing)).toEqual(toStrokes(SEVEN));
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('never fails otherwise, whatever is in it', async () => {
    const json = fc.oneof(
      fc.jsonValue({ maxDepth: 5 }).map((value) => ({ strokes: value })),
      anyStrokes.map((strokes) => ({ strokes, placed: true })),
      fc.array(fc.array(fc.array(fc.oneof(fc.double(), fc.jsonValue({ maxDepth: 1 })), { maxLength: 4 }))),
    );
    const text = json.map((value) => JSON.stringify(value));
    const damaged = fc
      .tuple(fc.oneof(text, fc.constant(LINE)), fc.nat(200), fc.string({ unit: 'binary', maxLength: 4 }), fc.nat(6))
      .map(([line, at, put, cut]) => line.slice(0, at) + put + line.slice(at + cut));
    const bytes = fc
      .tuple(fc.boolean(), fc.array(fc.tuple(fc.nat(150), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }))
      .map(([packed, changes]) => {
        const content = packed ? gzipped(LINE) : new TextEncoder().encode(LINE);
        for (const [at, byte] of changes) content[at % content.length] = byte;
        return content;
      });
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.oneof<fc.Arbitrary<Content>[]>(text, damaged, bytes), async (content) => {
        told.add(await reasonOf(() => read(content)));
      }),
      { numRuns: 3000 },
    );
    expect([...told]).toEqual(expect.arrayContaining(['read', 'fileOther', 'fileDamaged', 'noPoints']));
  });
});
