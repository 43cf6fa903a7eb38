import { type Alterations, alteredWeights } from '../explain/alterations.ts';
import type { EditedKernel } from '../explain/kernels.ts';
import type { Part } from '../explain/unit.ts';
import type { Network } from '../net/cnn/network.ts';
import { memoize } from './memo.ts';
import { isAltered } from './selection.ts';

/** Returns a function that gives the network with what is altered in it; the trained one itself while nothing is. */
export function createAlteredNetwork(): (trained: Network, alterations: Alterations) => Network {
  const alteredBy = memoize((trained: Network, off: readonly Part[], edited: readonly EditedKernel[]) =>
    trained.withWeights(alteredWeights(trained.weights, { off, edited })),
  );
  return (trained, alterations) =>
    isAltered(alterations) ? alteredBy(trained, alterations.off, alterations.edited) : trained;
}
