/** The network in WebAssembly. */

import { architecture, INPUT_LENGTH } from '../architecture.ts';
import { checkInput, checkLast, countPictures, writeLogitsGradient } from '../checks.ts';
import type { LinkSums, Network } from '../network.ts';
import { softmax } from '../operations.ts';
import type { Trace } from '../trace.ts';
import type { Weights } from '../weights.ts';
import type { Kernels } from './kernels.ts';
import { BATCH, DIGITS, RESULTS, SHOWN } from './layout.ts';
import { linkSumsIn, traceIn, writeWeights } from './memory.ts';

export function createKernelNetwork(kernels: Kernels, weights: Weights): Network {
  return networkOn(createMachine(kernels), weights);
}

/** The kernels with their memory, which networks of different weights take turns in. */
interface Machine {
  readonly kernels: Kernels;
  readonly shown: Trace;
  readonly batch: Trace;
  readonly linkSums: LinkSums;
  readonly logitsGradient: Float32Array;
  readonly inputGradient: Float32Array;
  readonly next: Float32Array;
  /** The parameters that are in memory. */
  loaded: Weights | null;
  /** The last pass that is shown, and whose it is. */
  last: { readonly trace: Trace; readonly weights: Weights } | null;
  /** Whether the batch's pass is complete for the parameters in memory. */
  batchReady: boolean;
}

function createMachine(kernels: Kernels): Machine {
  const { memory } = kernels;
  const values = (place: number, length: number) => new Float32Array(memory, place, length);
  return {
    kernels,
    shown: traceIn(memory, SHOWN),
    batch: traceIn(memory, BATCH),
    linkSums: linkSumsIn(memory),
    logitsGradient: values(RESULTS.logitsGradient, DIGITS),
    inputGradient: values(RESULTS.inputGradient, INPUT_LENGTH),
    next: values(RESULTS.next, INPUT_LENGTH),
    loaded: null,
    last: null,
    batchReady: false,
  };
}

function networkOn(machine: Machine, weights: Weights): Network {
  const { kernels, shown, batch } = machine;
  const load = () => {
    if (machine.loaded === weights) return;
    writeWeights(kernels.memory, weights);
    machine.loaded = weights;
    machine.batchReady = false;
  };
  const checkTrace = (trace: Trace) => checkLast(machine.last?.trace === trace && machine.last.weights === weights);
  const runBatch = (pictures: Float32Array, index: number) => {
    const picture = pictures.subarray(index * INPUT_LENGTH, (index + 1) * INPUT_LENGTH);
    (machine.batchReady ? machine.next : batch.input).set(picture);
    if (machine.batchReady) kernels.update(BATCH);
    else kernels.forward(BATCH);
    machine.batchReady = true;
  };
  return {
    weights,
    forward(input) {
      checkInput(input);
      load();
      shown.input.set(input);
      kernels.forward(SHOWN);
      softmax(shown.logits, shown.probabilities);
      const trace = { ...shown };
      machine.last = { trace, weights };
      return trace;
    },
    linkSums(trace) {
      checkTrace(trace);
      load();
      kernels.contribute(SHOWN);
      return { ...machine.linkSums };
    },
    gradient(trace, digit, rival) {
      checkTrace(trace);
      writeLogitsGradient(machine.logitsGradient, digit, rival);
      load();
      kernels.backward(SHOWN);
      return machine.inputGradient;
    },
    logits(pictures) {
      const { units } = architecture.fc2;
      const logits = new Float32Array(units * countPictures(pictures));
      load();
      for (let i = 0; i * units < logits.length; i++) {
        runBatch(pictures, i);
        logits.set(batch.logits, i * units);
      }
      return logits;
    },
    gradients(pictures, digit, rival) {
      const gradients = new Float32Array(INPUT_LENGTH * countPictures(pictures));
      writeLogitsGradient(machine.logitsGradient, digit, rival);
      load();
      for (let i = 0; i * INPUT_LENGTH < gradients.length; i++) {
        runBatch(pictures, i);
        kernels.backward(BATCH);
        gradients.set(machine.inputGradient, i * INPUT_LENGTH);
      }
      return gradients;
    },
    withWeights: (others) => networkOn(machine, others),
  };
}
