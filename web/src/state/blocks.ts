import { type VerdictRule, verdictRuleOf } from '../explain/verdict.ts';
import { type Drawing, emptyDrawing } from '../ink/drawing.ts';
import { fromStrokes } from '../ink/strokes.ts';
import { decodeBase64 } from '../net/base64.ts';
import { type LoadedWeights, loadWeights } from '../net/cnn/weights.ts';
import { type LoadedPenWeights, loadPenWeights } from '../net/pen/weights.ts';
import { memoize } from './memo.ts';

/** A data block of the page that is missing or damaged. */
export class DamagedBlock extends Error {
  constructor(
    readonly block: string,
    readonly reason: string,
  ) {
    super(`${block}: ${reason}`);
  }
}

/** The decoders of all the page's data blocks. The element of `weights` has the id `data-weights`, and so on. */
const DECODERS = {
  weights: decodeWeights,
  pen: decodePen,
  drawing: decodeDrawing,
};

export const BLOCK_NAMES = Object.keys(DECODERS) as (keyof typeof DECODERS)[];

/** Readers of the data blocks. A block is decoded when it is first read, and its faults are reported then. */
export type Blocks = { readonly [Name in keyof typeof DECODERS]: () => ReturnType<(typeof DECODERS)[Name]> };

/**
 * The blocks of a page whose element with an id holds `textOf(id)`.
 * Reading a block that is missing or damaged @throws DamagedBlock; other blocks are not affected.
 */
export function openBlocks(textOf: (id: string) => string | null | undefined): Blocks {
  const reads = BLOCK_NAMES.map((name) => {
    const id = `data-${name}`;
    return [name, memoize(() => decodeBlock<unknown>(id, textOf(id), DECODERS[name]))];
  });
  return Object.fromEntries(reads);
}

function decodeBlock<Content>(
  id: string,
  text: string | null | undefined,
  decode: (content: unknown) => Content,
): Content {
  if (text === null || text === undefined) throw new DamagedBlock(id, 'missing');
  try {
    return decode(JSON.parse(text));
  } catch (problem) {
    throw new DamagedBlock(id, problem instanceof Error ? problem.message : String(problem));
  }
}

/** The weights file, its verdict rule, and its sha256 in hexadecimal. */
export interface WeightsFile extends LoadedWeights {
  readonly verdictRule: VerdictRule;
  readonly sha256: string;
}

function decodeWeights(content: unknown): WeightsFile {
  const { bytes, sha256 } = weightsFileIn(content);
  const loaded = loadWeights(bytes);
  return { ...loaded, verdictRule: verdictRuleOf(loaded.metadata), sha256 };
}

/** The weights file of the pen's network, and its sha256 in hexadecimal. */
export interface PenFile extends LoadedPenWeights {
  readonly sha256: string;
}

function decodePen(content: unknown): PenFile {
  const { bytes, sha256 } = weightsFileIn(content);
  return { ...loadPenWeights(bytes), sha256 };
}

function weightsFileIn(content: unknown): { readonly bytes: Uint8Array; readonly sha256: string } {
  const { safetensors, sha256 } = recordOf(content);
  if (typeof safetensors !== 'string' || typeof sha256 !== 'string') throw new Error('no safetensors or no sha256');
  return { bytes: decodeBase64(safetensors), sha256 };
}

/** The drawing to begin with: strokes of `[x, y]` or `[x, y, t]`, in pad units if `placed`; empty for null. */
function decodeDrawing(content: unknown): Drawing {
  if (content === null) return emptyDrawing();
  const { strokes, placed } = recordOf(content);
  return fromStrokes(strokes, { placed: placed === true });
}

function recordOf(content: unknown): Readonly<Record<string, unknown>> {
  if (typeof content !== 'object' || content === null) throw new Error('not an object');
  return { ...content };
}
