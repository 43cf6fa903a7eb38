/** A drawing as the text of a link: how it is packed, one character, then the packed bytes as base64url. */

import type { Drawing } from '../ink/drawing.ts';
import { decodeBase64 } from '../net/base64.ts';
import { canDeflate, deflate, inflating, readUpTo } from './deflate.ts';
import { MOST_BYTES, packDrawing, readDrawingBytes } from './packing.ts';
import { Refused } from './refusal.ts';

/** The bytes as they are: for browsers without deflate, and for what need not be short. */
const PLAIN = '0';
const DEFLATED = '1';
/** No drawing's text is longer. */
export const MOST_CHARACTERS = 1 + Math.ceil((MOST_BYTES * 4) / 3);
/** `String.fromCharCode` takes so many at once, in every browser. */
const AT_ONCE = 8192;

/** The shorter of the two, plain or deflated. */
export async function writeInkText(drawing: Drawing): Promise<string> {
  const plain = packDrawing(drawing);
  const deflated = canDeflate() ? await deflate(plain) : plain;
  return deflated.length < plain.length ? DEFLATED + toBase64Url(deflated) : PLAIN + toBase64Url(plain);
}

/** @throws Refused saying why it is not the text of a drawing. */
export async function readInk(text: string): Promise<Drawing> {
  if (!text.startsWith(DEFLATED)) return readPlainInk(text);
  const packed = bytesOfText(text);
  if (!canDeflate()) throw new Refused('browserOld');
  const { bytes, whole } = await readUpTo(inflating(new Blob([packed]), 'deflate-raw'), MOST_BYTES).catch(() => {
    throw new Refused('linkDamaged');
  });
  if (!whole) throw new Refused('linkHuge');
  return readDrawingBytes(bytes);
}

/** At once, for what is not sent. */
export function writePlainInk(drawing: Drawing): string {
  return PLAIN + toBase64Url(packDrawing(drawing));
}

/** @throws Refused saying why it is not the text of a drawing, or if it is a deflated one. */
export function readPlainInk(text: string): Drawing {
  if (!text.startsWith(PLAIN)) throw new Refused(/^[\w-]+$/.test(text) ? 'linkNewer' : 'linkDamaged');
  return readDrawingBytes(bytesOfText(text));
}

function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > MOST_CHARACTERS) throw new Refused('linkHuge');
  const written = text.slice(1);
  if (!/^[\w-]+$/.test(written)) throw new Refused('linkDamaged');
  try {
    return decodeBase64(
      written
        .replace(/-/g, '+')
        .replace(/_/g, '/')
        .padEnd(4 * Math.ceil(written.length / 4), '='),
    );
  } catch {
    throw new Refused('linkDamaged');
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE) binary += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
