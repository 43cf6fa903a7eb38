/** Safetensors files of golden cases. */

type Values = Float64Array | Float32Array | Int8Array | Uint8Array;

/** Reads any well-formed safetensors file; the page's own strict reader reads only weights. */
export function readTensors(bytes: Buffer): { tensors: Record<string, Values>; metadata: Record<string, string> } {
  const readers: Record<string, (data: ArrayBuffer) => Values> = {
    F64: (data) => new Float64Array(data),
    F32: (data) => new Float32Array(data),
    I8: (data) => new Int8Array(data),
    U8: (data) => new Uint8Array(data),
  };
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__: fileMetadata, ...entries } = JSON.parse(bytes.toString('utf8', 8, start));
  const tensors: Record<string, Values> = {};
  for (const [name, entry] of Object.entries(entries) as [
    string,
    { dtype: string; data_offsets: [number, number] },
  ][]) {
    const data = Uint8Array.from(bytes.subarray(start + entry.data_offsets[0], start + entry.data_offsets[1]));
    tensors[name] = readers[entry.dtype](data.buffer);
  }
  return { tensors, metadata: fileMetadata };
}
