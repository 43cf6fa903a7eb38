import { architecture, type WeightedLayer } from '../net/cnn/architecture.ts';

/** What the diagram consists of: five columns of nodes, four stages of links, every source joined to every target. */

/** The layers that links lead to: the convolutions' maps, groups of the first linear layer's units, the digits. */
export type TargetName = Exclude<WeightedLayer, 'fc2'> | 'output';
export type LayerName = 'input' | TargetName;
/** The layers whose nodes are made of cells. */
export type CellLayer = Exclude<LayerName, 'output'>;

/** Which maps of a convolution are shown: after pooling, or before it. */
export type Maps = 'pooled' | 'convolved';

export interface Layer {
  readonly name: LayerName;
  /** The number of its nodes: the input, maps, groups of units, or digits. */
  readonly nodes: number;
  /** Index of its first node among all the diagram's nodes. */
  readonly firstNode: number;
}

/** The links between two consecutive layers. */
export interface Stage {
  /** Its targets' layer. */
  readonly name: TargetName;
  readonly sources: Layer;
  readonly targets: Layer;
  /** Index of its first link among all links; its links are ordered [target × sources + source], as in Contributions. */
  readonly firstLink: number;
  readonly links: number;
}

const { conv1, conv2, fc1, fc2 } = architecture;

/** Units per FC node. */
export const GROUP_UNITS = architecture.fc1GroupUnits;

/** From the input to the output. */
export const LAYERS: readonly Layer[] = counted([
  ['input', conv1.inputChannels],
  ['conv1', conv1.channels],
  ['conv2', conv2.channels],
  ['fc1', fc1.units / GROUP_UNITS],
  ['output', fc2.units],
]);

/** The four stages of links, from the input to the output. */
export const STAGES: readonly Stage[] = joined(LAYERS);

export const LINK_COUNT = STAGES.reduce((sum, stage) => sum + stage.links, 0);

/** Cells along a side of each node in the layer; a group's units form a square. */
export function cellsAcross(layer: CellLayer, maps: Maps): number {
  if (layer === 'input') return conv1.inputWidth;
  if (layer === 'fc1') return Math.ceil(Math.sqrt(GROUP_UNITS));
  return architecture[layer][maps === 'pooled' ? 'pooledWidth' : 'width'];
}

function counted(names: readonly (readonly [LayerName, number])[]): Layer[] {
  let firstNode = 0;
  return names.map(([name, nodes]) => {
    const layer = { name, nodes, firstNode };
    firstNode += nodes;
    return layer;
  });
}

function joined(layers: readonly Layer[]): Stage[] {
  let firstLink = 0;
  return layers.slice(1).map((targets, before) => {
    const sources = layers[before];
    const links = sources.nodes * targets.nodes;
    const stage = { name: targets.name as TargetName, sources, targets, firstLink, links };
    firstLink += links;
    return stage;
  });
}
