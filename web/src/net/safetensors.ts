/**
 * Reads safetensors files: 8 bytes of header length (little-endian), a JSON header that gives each tensor's type, shape
 * and position, then the tensors' bytes, without gaps. Format: https://github.com/huggingface/safetensors
 */

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const BYTES_PER_VALUE: Readonly<Record<string, number>> = { F16: 2, F32: 4 };

/** A tensor as the header describes it; byte positions count from the end of the header. */
interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads F16 and F32 tensors as float32.
 * @throws Error one clear line: what is wrong with the file, and which tensor.
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataStart = headerEnd(view);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  const { __metadata__: metadata = {}, ...descriptions } = header;
  const entries = Object.entries(descriptions).map(([name, description]) => parseEntry(name, description));
  checkPlaces(entries, bytes.byteLength - dataStart);
  const tensors = new Map<string, Tensor>();
  for (const entry of entries) {
    const read = entry.dtype === 'F16' ? readFloat16 : readFloat32;
    tensors.set(entry.name, { shape: entry.shape, values: read(view, dataStart + entry.begin, dataStart + entry.end) });
  }
  return { tensors, metadata: checkMetadata(metadata) };
}

function headerEnd(view: DataView): number {
  if (view.byteLength < LENGTH_BYTES) throw invalid(`it has ${view.byteLength} bytes, too few for its header's length`);
  const length = view.getBigUint64(0, true);
  const room = view.byteLength - LENGTH_BYTES;
  if (length > BigInt(room)) throw invalid(`its header should have ${length} bytes, but only ${room} follow`);
  return LENGTH_BYTES + Number(length);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('its header is not JSON');
  }
  if (!isRecord(header)) throw invalid('its header is not a JSON object');
  return header;
}

function parseEntry(name: string, description: unknown): Entry {
  if (!isRecord(description)) throw invalid(`the header's entry for ${name} is not a JSON object`);
  const { dtype, shape, data_offsets: offsets } = description;
  if (typeof dtype !== 'string' || !Object.hasOwn(BYTES_PER_VALUE, dtype)) {
    throw invalid(`${name} is of type ${JSON.stringify(dtype)}; only F16 and F32 can be read`);
  }
  if (!isListOfCounts(shape)) throw invalid(`${name} has no valid shape`);
  if (!isListOfCounts(offsets) || offsets.length !== 2) throw invalid(`${name} has no valid data_offsets`);
  const [begin, end] = offsets;
  const needed = shape.reduce((product, side) => product * side, BYTES_PER_VALUE[dtype]);
  if (end - begin !== needed) {
    throw invalid(
      `${name} takes ${end - begin} bytes, but its shape (${shape.join(', ')}) in ${dtype} needs ${needed}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** The tensors must cover the data to its very end, without gaps or overlaps. */
function checkPlaces(entries: readonly Entry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) throw invalid(`${name} begins at byte ${begin} of the data instead of ${covered}`);
    covered = end;
  }
  if (covered !== dataBytes) {
    throw invalid(`its tensors need ${covered} bytes of data, but it has ${dataBytes}: cut off or damaged`);
  }
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) throw invalid('its metadata is not a JSON object');
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') throw invalid(`its metadata ${key} is not a string`);
    texts[key] = value;
  }
  return texts;
}

function readFloat32(view: DataView, begin: number, end: number): Float32Array {
  const values = new Float32Array((end - begin) / 4);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(begin + 4 * i, true);
  return values;
}

function readFloat16(view: DataView, begin: number, end: number): Float32Array {
  const values = new Float32Array((end - begin) / 2);
  for (let i = 0; i < values.length; i++) values[i] = decodeFloat16(view.getUint16(begin + 2 * i, true));
  return values;
}

/** The number that 16 bits represent (IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits); exact in float32. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function invalid(reason: string): Error {
  return new Error(`The weights are not a valid safetensors file: ${reason}.`);
}
