/** The browser's own deflate, never asked for more than is wanted: a few bytes may unpack into gigabytes. */

/** What is inflated at once: at most a thousand times as much comes out. */
const SLICE_BYTES = 4096;

/** Not in Safari before 16.4. */
export function canDeflate(): boolean {
  return typeof CompressionStream === 'function' && typeof DecompressionStream === 'function';
}

export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** What a Blob unpacks into, slice by slice. Reading it fails if that is damaged or cut off. */
export function inflating(packed: Blob, format: CompressionFormat): ReadableStream<Uint8Array> {
  return slicesOf(packed).pipeThrough(new DecompressionStream(format));
}

/** The bytes of a stream, at most `most`; `whole` if there were no more. @throws whatever the stream fails with. */
export async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean }> {
  const reader = stream.getReader();
  const bytes: Uint8Array[] = [];
  let length = 0;
  while (length <= most) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.push(value);
    length += value.length;
  }
  if (length > most) reader.cancel().catch(() => {});
  const read = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const chunk of bytes) {
    read.set(chunk.subarray(0, most - at), at);
    at = Math.min(most, at + chunk.length);
  }
  return { bytes: read, whole: length <= most };
}

/** A slice whenever one is wanted, and not before. */
export function slicesOf(content: Blob): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        const slice = content.slice(at, at + SLICE_BYTES);
        at += slice.size;
        if (slice.size > 0) controller.enqueue(new Uint8Array(await slice.arrayBuffer()));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
