// What the benchmark of the forward pass runs in the browser: the page's own networks, computed in both ways, and their
// peers.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as ort from 'onnxruntime-web/wasm';
import { createNetworkContributions } from '../../web/src/explain/contributions.ts';
import { createNetwork } from '../../web/src/net/cnn/choose.ts';
import { loadWeights } from '../../web/src/net/cnn/weights.ts';
import { occludedLogits } from './occlusion.ts';
import { createPenContenders, farthestPen } from './pen.mjs';
import { createTensorflowNetwork } from './tensorflow.mjs';

const INPUT = 784;
const SQUARE = 5;
const STEPS = 64;

const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const { weights } = loadWeights(await bytes('weights.safetensors'));
const values = new Float32Array((await bytes('inputs.f32')).buffer);
const inputs = Array.from({ length: values.length / INPUT }, (_, i) => values.slice(i * INPUT, (i + 1) * INPUT));
const inputOf = (turn) => inputs[turn % inputs.length];

const kernels = createNetwork(weights, 'wasm');
const plain = createNetwork(weights, 'plain');
if (kernels.linkSums === undefined) throw new Error('the kernels did not start');

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = new URL('./', location.href).href;
const session = await ort.InferenceSession.create(await bytes('network.onnx'), { executionProviders: ['wasm'] });
const [inputName, outputName] = [session.inputNames[0], session.outputNames[0]];
const onnxInput = new ort.Tensor('float32', new Float32Array(INPUT), [1, 28, 28]);

async function runOnnx(input) {
  onnxInput.data.set(input);
  return (await session.run({ [inputName]: onnxInput }))[outputName].data;
}

setWasmPaths(new URL('./', location.href).href);
await tf.setBackend('cpu');
const runTensorflow = createTensorflowNetwork(weights);

/** The way from blank paper to a drawing, in steps of equal length: where an integrated gradient is taken. */
const paths = inputs.map((input) => {
  const path = new Float32Array(STEPS * INPUT);
  for (let step = 0; step < STEPS; step++)
    path.set(
      input.map((value) => (value * (step + 0.5)) / STEPS),
      step * INPUT,
    );
  return path;
});
const thousand = Float32Array.from({ length: 1000 * INPUT }, (_, i) => values[i % values.length]);

/** Runs forward, then explains: as the page does for every movement of the pen. */
function explaining(network) {
  const contributionsOf = createNetworkContributions();
  return (turn) => contributionsOf(network.forward(inputOf(turn)), network);
}

function differentiating(network) {
  return (turn) => {
    network.gradient(network.forward(inputOf(turn)), turn % 10, (turn + 1) % 10);
  };
}

const forwards = {
  kernels: (input) => kernels.forward(input).probabilities,
  plain: (input) => plain.forward(input).probabilities,
  'onnxruntime-web': runOnnx,
  'tfjs, wasm': runTensorflow,
  'tfjs, cpu': runTensorflow,
};

const pens = await createPenContenders(bytes);

/** Everything that is timed, by name; what it is given is the number of the call. */
const contenders = {
  ...Object.fromEntries(
    Object.entries(forwards).map(([name, run]) => [`forward: ${name}`, (turn) => run(inputOf(turn))]),
  ),
  'forward and contributions: kernels': explaining(kernels),
  'forward and contributions: plain': explaining(plain),
  'forward and gradient: kernels': differentiating(kernels),
  'forward and gradient: plain': differentiating(plain),
  '784 occlusions: kernels': (turn) => occludedLogits(kernels, inputOf(turn), SQUARE),
  '784 occlusions: plain': (turn) => occludedLogits(plain, inputOf(turn), SQUARE),
  '64 gradients on the way to a drawing: kernels': (turn) => kernels.gradients(paths[turn % paths.length], 3, 8),
  '64 gradients on the way to a drawing: plain': (turn) => plain.gradients(paths[turn % paths.length], 3, 8),
  '1,000 pictures: kernels': () => kernels.logits(thousand),
  '1,000 pictures: plain': () => plain.logits(thousand),
  ...Object.fromEntries(Object.entries(pens).map(([name, run]) => [`the pen's 40 tokens: ${name}`, run])),
};

let calls = 0;

window.benchmark = {
  names: Object.keys(contenders),
  versions: { 'onnxruntime-web': ort.env.versions.web, tfjs: tf.version_core },
  /** Before a contender's turn: TensorFlow.js has one backend at a time. */
  async prepare(name) {
    const [, backend] = name.match(/tfjs, (\w+)/) ?? [];
    if (backend) await tf.setBackend(backend);
  },
  async run(name, times) {
    const contender = contenders[name];
    for (const end = calls + times; calls < end; calls++) {
      const result = contender(calls);
      if (result instanceof Promise) await result;
    }
  },
  /** How far any peer's probabilities lie from those of the plain path, over all inputs. */
  async compare() {
    let largest = 0;
    for (const [name, run] of Object.entries(forwards)) {
      await this.prepare(name);
      for (const input of inputs) {
        const expected = plain.forward(input).probabilities.slice();
        const probabilities = probabilitiesOf(await run(input));
        for (let digit = 0; digit < 10; digit++)
          largest = Math.max(largest, Math.abs(probabilities[digit] - expected[digit]));
      }
    }
    return Math.max(largest, await farthestPen(pens, inputs.length));
  },
};

/** Whatever ends in logits is compared all the same. */
function probabilitiesOf(outputs) {
  const total = outputs.reduce((sum, value) => sum + value, 0);
  if (Math.abs(total - 1) < 1e-3 && outputs.every((value) => value >= 0)) return outputs;
  const exponentials = Array.from(outputs, Math.exp);
  const sum = exponentials.reduce((partial, value) => partial + value, 0);
  return exponentials.map((value) => value / sum);
}
