/**
 * A drawing as bytes, without loss: the number of strokes, the number of points of each, then the points' x, their y and their
 * t, and two bytes to tell whether anything has been changed. docs/link-format.md says it for other programs.
 */

import { appendPoint, beginStroke, type Drawing, emptyDrawing, MAX_POINTS, PAD_SIDE } from '../ink/drawing.ts';
import { crc32 } from './checksum.ts';
import { Refused } from './refusal.ts';
import { pushVarint, readVarints, unzigzag, type VarintReader, zigzag } from './varints.ts';

/** No drawing takes more bytes: of a point, 1 for its stroke's length, 3 each for x and y, and 8 for t. */
export const MOST_BYTES = 15 * MAX_POINTS + 8;
const CHECK_BYTES = 2;

export function packDrawing({ columns, points }: Drawing): Uint8Array<ArrayBuffer> {
  const lengths: number[] = [];
  for (let i = 0; i < points; i++) {
    const stroke = columns.stroke[i];
    lengths[stroke] = (lengths[stroke] ?? 0) + 1;
  }
  const bytes: number[] = [];
  pushVarint(bytes, lengths.length);
  for (const length of lengths) pushVarint(bytes, length);
  for (const places of [columns.x, columns.y]) {
    // A pen goes on as it went: what changes is its speed, and that little.
    let [place, speed] = [0, 0];
    for (let i = 0; i < points; i++) {
      const moved = places[i] - place;
      pushVarint(bytes, zigzag(moved - speed));
      [place, speed] = [places[i], moved];
    }
  }
  for (let i = 0; i < points; i++) pushVarint(bytes, columns.t[i] - (i > 0 ? columns.t[i - 1] : 0));
  return Uint8Array.from([...bytes, ...checkOf(Uint8Array.from(bytes))]);
}

/** @throws Refused if these are not the bytes of a drawing. */
export function readDrawingBytes(bytes: Uint8Array): Drawing {
  const body = bytes.subarray(0, -CHECK_BYTES);
  const [low, high] = checkOf(body);
  if (bytes[body.length] !== low || bytes[body.length + 1] !== high) throw new Refused('linkDamaged');
  const reader = readVarints(body);
  const strokeOf = readStrokes(reader);
  const [x, y] = [readPlaces(reader, strokeOf.length), readPlaces(reader, strokeOf.length)];
  let drawing = emptyDrawing();
  let t = 0;
  strokeOf.forEach((stroke, i) => {
    t += reader.next();
    if (!(t <= Number.MAX_SAFE_INTEGER)) throw new Refused('linkDamaged');
    const point = { x: x[i], y: y[i], t };
    drawing = stroke === strokeOf[i - 1] ? appendPoint(drawing, point) : beginStroke(drawing, point);
  });
  if (!reader.isAtEnd()) throw new Refused('linkDamaged');
  return drawing;
}

/** Each point's stroke. */
function readStrokes(reader: VarintReader): number[] {
  const strokes = reader.next();
  if (!(strokes > 0 && strokes <= MAX_POINTS)) throw new Refused('linkDamaged');
  const strokeOf: number[] = [];
  for (let stroke = 0; stroke < strokes; stroke++) {
    const length = reader.next();
    if (!(length > 0 && strokeOf.length + length <= MAX_POINTS)) throw new Refused('linkDamaged');
    for (let i = 0; i < length; i++) strokeOf.push(stroke);
  }
  return strokeOf;
}

function readPlaces(reader: VarintReader, points: number): number[] {
  const places: number[] = [];
  let [place, speed] = [0, 0];
  for (let i = 0; i < points; i++) {
    speed += unzigzag(reader.next());
    place += speed;
    if (!(place >= 0 && place <= PAD_SIDE)) throw new Refused('linkDamaged');
    places.push(place);
  }
  return places;
}

/** Of a CRC-32, the lower half. */
function checkOf(bytes: Uint8Array): readonly [low: number, high: number] {
  const crc = crc32(bytes);
  return [crc & 0xff, (crc >>> 8) & 0xff];
}
