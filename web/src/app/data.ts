/** A data block of the page that is missing or damaged. */
export class DamagedBlock extends Error {
  constructor(
    readonly block: string,
    readonly reason: string,
  ) {
    super(`${block}: ${reason}`);
  }
}

/** What `read` makes of the JSON in the page's element `id`. Whatever goes wrong there names the block. */
export function readBlock<Content>(page: Document, id: string, read: (content: unknown) => Content): Content {
  const text = page.getElementById(id)?.textContent;
  if (text === undefined || text === null) throw new DamagedBlock(id, 'missing');
  try {
    return read(JSON.parse(text));
  } catch (problem) {
    throw new DamagedBlock(id, problem instanceof Error ? problem.message : String(problem));
  }
}

/** The weights' file, base64, and its sha256 in hexadecimal. */
export interface WeightsBlock {
  readonly safetensors: string;
  readonly sha256: string;
}

export function parseWeightsBlock(content: unknown): WeightsBlock {
  const { safetensors, sha256 } = recordOf(content);
  if (typeof safetensors !== 'string' || typeof sha256 !== 'string') throw new Error('no safetensors in it');
  return { safetensors, sha256 };
}

/** A drawing to begin with: strokes of `[x, y]` or `[x, y, t]`, in pad units when `placed`. */
export interface DrawingBlock {
  readonly strokes: unknown;
  readonly placed: boolean;
}

export function parseDrawingBlock(content: unknown): DrawingBlock | null {
  if (content === null) return null;
  const { strokes, placed } = recordOf(content);
  return { strokes, placed: placed === true };
}

function recordOf(content: unknown): Readonly<Record<string, unknown>> {
  if (typeof content !== 'object' || content === null) throw new Error('not an object');
  return { ...content };
}
