import { readFileSync } from 'node:fs';
import { createRasterizer } from '../src/ink/raster.ts';
import { fromStrokes } from '../src/ink/strokes.ts';
import { loadWeights } from '../src/net/cnn/weights.ts';

const project = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url));

/** The published network's parameters. */
export function publishedWeights() {
  return loadWeights(project('src/inkspect/pretrained/weights.safetensors')).weights;
}

/** The golden drawings as the network's input. */
export function goldenInputs(): Float32Array[] {
  const rasterize = createRasterizer();
  return project('tests/golden/drawings.jsonl')
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const input = rasterize(fromStrokes(JSON.parse(line).strokes, { placed: true }));
      if (input === null) throw new Error('A golden drawing is empty.');
      return input.slice();
    });
}

/** The digits with the largest and the second largest logit. */
export function leadersOf(logits: Float32Array): [digit: number, rival: number] {
  const [digit, rival] = [...logits.keys()].sort((a, b) => logits[b] - logits[a]);
  return [digit, rival];
}
