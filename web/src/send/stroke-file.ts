/**
 * Stroke files: JSON lines, optionally gzipped, an object with `strokes` in each; also one JSON value, of an object or of the
 * strokes alone, however it is broken into lines.
 */

import type { Drawing } from '../ink/drawing.ts';
import { fromStrokes, OffPad, TooManyPoints } from '../ink/strokes.ts';
import { canDeflate, inflating, readUpTo, slicesOf } from './deflate.ts';
import { Refused } from './refusal.ts';

/** Of a file, no more is read, unpacked: room for a drawing of the most points as other programs write their numbers. */
export const MOST_FILE_BYTES = 4 << 20;
/** What the page itself saves, too: it holds the picture that the network sees, but no strokes. */
const EXPLANATION = 'inkspect-explanation';
const GZIP_MAGIC = [0x1f, 0x8b];

/** The drawing's line, as `inkspect read` and other programs take it; `placed`, so that it comes back as it is. */
export function writeStrokeFile({ columns, points }: Drawing): string {
  const strokes: number[][][] = [];
  for (let i = 0; i < points; i++) {
    const stroke = columns.stroke[i];
    strokes[stroke] ??= [];
    strokes[stroke].push([columns.x[i], columns.y[i], columns.t[i]]);
  }
  return `${JSON.stringify({ placed: true, strokes })}\n`;
}

/** The first drawing of a file, and whether there are more. @throws Refused saying why there is none. */
export async function readStrokeFile(file: Blob): Promise<{ readonly drawing: Drawing; readonly more: boolean }> {
  const { bytes, whole } = await startOfFile(file).catch((problem: unknown) => {
    throw problem instanceof Refused ? problem : new Refused('fileDamaged');
  });
  const text = new TextDecoder().decode(bytes).trimStart();
  if (!/^[{[]/.test(text)) throw new Refused('fileOther');
  const end = text.search(/[\r\n]/);
  const rest = end < 0 ? '' : text.slice(end).trim();
  const line = parsed(end < 0 ? text : text.slice(0, end));
  // A line that was not read to its end may still hold JSON, but not all of it.
  if (end >= 0 && line !== undefined) return { drawing: drawingOf(line), more: rest !== '' };
  if (!whole) throw new Refused('fileHuge');
  const value = line ?? parsed(text);
  if (value === undefined) throw new Refused('fileOther');
  return { drawing: drawingOf(value), more: false };
}

async function startOfFile(file: Blob): ReturnType<typeof readUpTo> {
  const magic = new Uint8Array(await file.slice(0, GZIP_MAGIC.length).arrayBuffer());
  const gzipped = GZIP_MAGIC.every((byte, i) => magic[i] === byte);
  if (gzipped && !canDeflate()) throw new Refused('browserOld');
  return readUpTo(gzipped ? inflating(file, 'gzip') : slicesOf(file), MOST_FILE_BYTES);
}

/** Undefined if it is not JSON, which never is undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function drawingOf(value: unknown): Drawing {
  const { strokes, placed, kind }: { strokes?: unknown; placed?: unknown; kind?: unknown } = Array.isArray(value)
    ? { strokes: value }
    : { ...(value as object) };
  if (kind === EXPLANATION) throw new Refused('fileExplanation');
  if (!Array.isArray(strokes) || !strokes.every(Array.isArray)) throw new Refused('fileOther');
  if (strokes.every(({ length }) => length === 0)) throw new Refused('noPoints');
  try {
    return fromStrokes(strokes, { placed });
  } catch (problem) {
    if (problem instanceof TooManyPoints) throw new Refused('manyPoints');
    throw new Refused(problem instanceof OffPad ? 'offPad' : 'fileOther');
  }
}
