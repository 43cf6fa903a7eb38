// The pen's network in the benchmark of the forward pass: the page's own, computed in both ways, and in onnxruntime-web.

import * as ort from 'onnxruntime-web/wasm';
import { createPenNetwork } from '../../web/src/net/pen/choose.ts';
import { tracePen } from '../../web/src/net/pen/network.ts';
import { loadPenWeights } from '../../web/src/net/pen/weights.ts';

/** As many as a drawing has in the mean. */
const TOKENS = 40;

/** Functions from the number of a call to the probabilities (token, token of the vocabulary), by name. */
export async function createPenContenders(bytes) {
  const { weights } = loadPenWeights(await bytes('pen.safetensors'));
  const all = await bytes('tokens.u8');
  // Of one drawing and the next, only READ is the same, and nothing is known already.
  const sequences = Array.from({ length: all.length / TOKENS }, (_, i) => all.slice(i * TOKENS, (i + 1) * TOKENS));
  const idsOf = (turn) => sequences[turn % sequences.length];
  const session = await ort.InferenceSession.create(await bytes('pen.onnx'), { executionProviders: ['wasm'] });
  const tokens = new ort.Tensor('int64', new BigInt64Array(TOKENS), [1, TOKENS]);
  const passOf = (computation) => {
    const network = createPenNetwork(weights, computation);
    if (computation === 'wasm' && 'memory' in network) throw new Error("the pen's kernels did not start");
    return (turn) => tracePen(network, idsOf(turn)).probabilities;
  };
  return {
    kernels: passOf('wasm'),
    plain: passOf('plain'),
    'onnxruntime-web': async (turn) => {
      tokens.data.set(Array.from(idsOf(turn), BigInt));
      return (await session.run({ tokens })).probabilities.data;
    },
  };
}

/** How far any contender's probabilities lie from those of the plain path, over so many sequences. */
export async function farthestPen(contenders, turns) {
  let largest = 0;
  for (let turn = 0; turn < turns; turn++) {
    const expected = contenders.plain(turn).slice();
    for (const run of Object.values(contenders)) {
      const probabilities = await run(turn);
      for (let i = 0; i < TOKENS * 47; i++) largest = Math.max(largest, Math.abs(probabilities[i] - expected[i]));
    }
  }
  return largest;
}
