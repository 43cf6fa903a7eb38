import type { Alterations } from '../../explain/alterations.ts';
import { createAveraged } from '../../explain/averaged.ts';
import { createNetworkContributions } from '../../explain/contributions.ts';
import { createFlow } from '../../explain/flow.ts';
import { createNetwork } from '../../net/cnn/choose.ts';
import type { Weights } from '../../net/cnn/weights.ts';
import type { Computation } from '../../net/computation.ts';
import { createAlteredNetwork } from '../../state/altered-network.ts';
import { memoize } from '../../state/memo.ts';
import { type PackedDrawing, unpackDrawing } from './drawn.ts';
import { blankScene, createScenes, type PackedScene } from './scene.ts';

/** The trained network, as data. */
export interface NetworkParts {
  readonly weights: Weights;
  readonly kernels: Computation;
}

/** What a scene is worked out from. */
export interface SceneSources extends Alterations {
  readonly drawn: PackedDrawing;
  readonly model: NetworkParts;
}

/**
 * Works scenes out where they are painted. A pass takes a hundredth of a millisecond and its input is small, so whoever paints
 * runs the network once more, instead of being sent all that it computes: the page has no more to do for a movement of the pen
 * than to read the digit. The next scene overwrites the last one's memory.
 */
export function createSceneReader(): (sources: SceneSources) => PackedScene {
  const networkOf = memoize(({ weights, kernels }: NetworkParts) => createNetwork(weights, kernels));
  const alteredNetwork = createAlteredNetwork();
  const contributionsOf = createNetworkContributions();
  const averagedOf = createAveraged();
  const flowOf = createFlow();
  const sceneOf = createScenes();
  return (sources) => {
    const { drawn, model } = sources;
    const { input, reading, traced, maps, logits, allLinks } = unpackDrawing(drawn);
    if (input === null) return blankScene(maps);
    const network = alteredNetwork(networkOf(model), sources);
    const trace = network.forward(input);
    const contributions = contributionsOf(trace, network);
    const averaged = averagedOf(contributions);
    const { links } = logits === 'average' ? averaged : contributions;
    const told = allLinks ? null : flowOf(averaged, traced.digits, traced.rival);
    return sceneOf(trace, links, told, maps, { ...reading, probabilities: trace.probabilities });
  };
}
