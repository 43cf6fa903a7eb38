/** Newer than the oldest browsers that the page supports, and ten times as fast where code runs for the first time. */
const native = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

/** Decodes base64. @throws Error if the text is not base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return native.fromBase64?.(text) ?? bytesIn(atob(text));
  } catch {
    throw new Error('The data is not base64: the file was cut off or changed.');
  }
}

/** The bytes of a text that has one in each of its characters. */
function bytesIn(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
