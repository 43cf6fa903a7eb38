/** The golden drawings as the network with the published weights explains them. */

import { readFileSync } from 'node:fs';
import { type Contributions, createContributions } from '../../src/explain/contributions.ts';
import { createRasterizer } from '../../src/ink/raster.ts';
import { fromStrokes } from '../../src/ink/strokes.ts';
import { createPlainNetwork } from '../../src/net/cnn/plain.ts';
import type { Trace } from '../../src/net/cnn/trace.ts';
import { loadWeights } from '../../src/net/cnn/weights.ts';

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);

const { weights } = loadWeights(new Uint8Array(readFileSync(at('src/inkspect/pretrained/weights.safetensors'))));

export { weights as publishedWeights };

export interface Explained {
  readonly name: string;
  /** A digit's; null for what is none. */
  readonly digit: number | null;
  readonly trace: Trace;
  readonly contributions: Contributions;
}

/** Calls `look` with each drawing in turn; what it is given is overwritten by the next. */
export function forEachGoldenDrawing(look: (explained: Explained) => void): void {
  const network = createPlainNetwork(weights);
  const explain = createContributions();
  const rasterize = createRasterizer();
  for (const line of readFileSync(at('tests/golden/drawings.jsonl'), 'utf8').trim().split('\n')) {
    const { name, label, strokes, placed } = JSON.parse(line);
    const input = rasterize(fromStrokes(strokes, { placed }));
    if (input === null) throw new Error(`${name} has no ink`);
    const trace = network.forward(input);
    const digit = /^\d$/.test(label ?? '') ? Number(label) : null;
    look({ name, digit, trace, contributions: explain(trace, weights) });
  }
}
