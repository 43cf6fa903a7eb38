import type { Contributions } from './contributions.ts';
import { STAGES } from './topology.ts';

/**
 * Returns a function that gives contributions whose last stage is told against the average digit: its weights less their
 * mean over the ten digits, the biases likewise. Softmax sees only differences between logits, so what all ten digits
 * receive alike says nothing; links and bias of a digit sum to its logit less the mean logit. The other stages are the
 * same arrays; the last one's are overwritten by the next call, which returns a new object.
 *
 * Σ (weight − mean weight) × activation is a contribution less the mean of its source's contributions to all digits, so
 * no weight is needed.
 */
export function createAveraged(): (contributions: Contributions) => Contributions {
  const { sources, targets, links } = STAGES[STAGES.length - 1];
  const own = {
    links: new Float64Array(links),
    biases: new Float64Array(targets.nodes),
    sums: new Float64Array(targets.nodes),
  };
  return (computed) => {
    for (let source = 0; source < sources.nodes; source++) {
      lessMean(computed.links.output, own.links, source, sources.nodes);
    }
    lessMean(computed.biases.output, own.biases, 0, 1);
    lessMean(computed.sums.output, own.sums, 0, 1);
    return {
      links: { ...computed.links, output: own.links },
      biases: { ...computed.biases, output: own.biases },
      sums: { ...computed.sums, output: own.sums },
    };
  };
}

/** Every `step`-th value from `first` on, less their mean. */
function lessMean(values: Float64Array, less: Float64Array, first: number, step: number): void {
  let sum = 0;
  let count = 0;
  for (let i = first; i < values.length; i += step, count++) sum += values[i];
  const mean = sum / count;
  for (let i = first; i < values.length; i += step) less[i] = values[i] - mean;
}
