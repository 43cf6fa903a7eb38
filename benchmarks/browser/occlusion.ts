import { alteredLogits } from '../../web/src/explain/attribution/altered.ts';
import { clearSquare } from '../../web/src/explain/attribution/occlusion.ts';
import type { Network } from '../../web/src/net/cnn/network.ts';

/** The logits, (cell, digit), if a square around each cell is set to 0: the page's own occlusion, without a pause. */
export function occludedLogits(network: Network, input: Float32Array, side: number): Float32Array {
  const chunks = alteredLogits(network, input, clearSquare(side));
  for (;;) {
    const { done, value } = chunks.next();
    if (done) return value.logits;
  }
}
