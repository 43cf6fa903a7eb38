import type { Model } from '../explain/model.ts';
import { EMPTY_READING, type Reading, readingOf } from '../explain/reading.ts';
import type { Drawing } from '../ink/drawing.ts';
import { createRasterizer } from '../ink/raster.ts';
import { softmax } from '../net/cnn/operations.ts';

/** Reads moments of drawings besides the one that is shown, whose pass through the network it leaves as it is. */
export function createMomentReader({ network, verdictRule }: Model): (drawing: Drawing) => Reading {
  const rasterize = createRasterizer();
  return (drawing) => {
    const input = rasterize(drawing);
    if (input === null) return EMPTY_READING;
    const probabilities = network.logits(input);
    softmax(probabilities, probabilities);
    return readingOf(probabilities, verdictRule);
  };
}
