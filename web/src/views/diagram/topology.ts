import type { Contributions, TargetValues } from '../../explain/contributions.ts';
import { architecture } from '../../net/architecture.ts';

/** What the diagram consists of: five columns of nodes, four stages of links, every source joined to every target. */

export type LayerName = 'input' | keyof TargetValues;

export interface Layer {
  readonly name: LayerName;
  /** How many nodes it has: the input, maps, groups of units, or digits. */
  readonly nodes: number;
  /** Number of its first node among all nodes of the diagram. */
  readonly firstNode: number;
}

export interface Stage {
  readonly name: keyof TargetValues;
  readonly sources: Layer;
  readonly targets: Layer;
  /** Number of its first link among all links; link [target × sources + source] follows, as in Contributions. */
  readonly firstLink: number;
  readonly links: number;
}

/** Units an FC node stands for. */
export const GROUP_UNITS = architecture.fc1GroupUnits;
/** The input's cells a side. */
export const INPUT_SIDE = architecture.conv1.inputWidth;

const counted = (names: readonly (readonly [LayerName, number])[]): Layer[] => {
  let firstNode = 0;
  return names.map(([name, nodes]) => {
    const layer = { name, nodes, firstNode };
    firstNode += nodes;
    return layer;
  });
};

/** From the input to the output. */
export const LAYERS: readonly Layer[] = counted([
  ['input', architecture.conv1.inputChannels],
  ['conv1', architecture.conv1.channels],
  ['conv2', architecture.conv2.channels],
  ['fc1', architecture.fc1.units / GROUP_UNITS],
  ['output', architecture.fc2.units],
]);

const joined = (layers: readonly Layer[]): Stage[] => {
  let firstLink = 0;
  return layers.slice(1).map((targets, before) => {
    const sources = layers[before];
    const links = sources.nodes * targets.nodes;
    const stage = { name: targets.name as keyof TargetValues, sources, targets, firstLink, links };
    firstLink += links;
    return stage;
  });
};

/** The four bundles of links, from the input to the output. */
export const STAGES: readonly Stage[] = joined(LAYERS);

export const NODE_COUNT = LAYERS.reduce((sum, layer) => sum + layer.nodes, 0);
export const LINK_COUNT = STAGES.reduce((sum, stage) => sum + stage.links, 0);

/** The contributions of all links, in the links' order; a copy. */
export function linkContributions(contributions: Contributions): Float64Array {
  const all = new Float64Array(LINK_COUNT);
  for (const stage of STAGES) all.set(contributionsOf(stage, contributions), stage.firstLink);
  return all;
}

/** The contributions that `stage`'s links carry, [target × sources + source]. */
export function contributionsOf(stage: Stage, contributions: Contributions): Float64Array {
  switch (stage.name) {
    case 'conv1':
      return contributions.inputToConv1;
    case 'conv2':
      return contributions.conv1ToConv2;
    case 'fc1':
      return contributions.conv2ToFc1;
    case 'output':
      return contributions.fc1ToOutput;
  }
}
