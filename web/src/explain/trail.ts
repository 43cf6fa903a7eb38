import type { Contributions } from './contributions.ts';
import { cellOf, nodeOf, nodePart } from './nodes.ts';
import { LAYERS, type LayerName, STAGES } from './topology.ts';
import type { Part } from './unit.ts';

/**
 * The way from a digit back to a part, a step a layer: 3 ▸ group 4 ▸ Conv2 map 12 ▸ cell. Layers that one has come through
 * keep their step of the trail before; another gets the strongest source of the step before it. Without a digit, the way begins
 * at the part.
 */
export function trailTo(
  part: Part,
  digit: number | null,
  before: readonly Part[],
  contributions: Contributions | null,
): readonly Part[] {
  const end = ownSteps(part);
  const last = nodeOf(end[0]);
  const endLayer = part.layer === 'link' ? part.stage : last?.layer;
  if (digit === null || endLayer === undefined) return end;
  const endColumn = columnOf(endLayer);
  const first: Part = { layer: 'logit', digit };
  if (endColumn === LAYERS.length - 1) return part.layer === 'link' && part.target === digit ? [first, ...end] : end;
  const kept = nodeOf(before[0] ?? part)?.layer === 'output' && nodeOf(before[0])?.index === digit ? before : [];
  const trail: Part[] = [first];
  // A link ends at its target, which is a step of its own.
  const lastColumn = part.layer === 'link' ? endColumn : endColumn + 1;
  for (let column = LAYERS.length - 2; column >= lastColumn; column--) {
    const layer = LAYERS[column].name;
    const target = part.layer === 'link' && column === endColumn ? nodePart({ layer, index: part.target }) : null;
    const next: Part | null =
      target ?? kept.find((one) => isNodeIn(one, layer)) ?? strongestSource(trail[trail.length - 1], contributions);
    if (next === null) break;
    trail.push(next);
  }
  return [...trail, ...end];
}

/** The part, after its node if it is a cell of one. */
function ownSteps(part: Part): readonly [Part, ...Part[]] {
  const node = nodeOf(part);
  if (node !== null && (cellOf(part) !== null || part.layer === 'probability')) return [nodePart(node), part];
  return [part];
}

function columnOf(layer: LayerName): number {
  return LAYERS.findIndex(({ name }) => name === layer);
}

function isNodeIn(part: Part, layer: LayerName): boolean {
  return cellOf(part) === null && nodeOf(part)?.layer === layer;
}

/** The source that contributes most to a node; null where nothing is drawn. */
function strongestSource(part: Part, contributions: Contributions | null): Part | null {
  const node = nodeOf(part);
  const stage = STAGES.find(({ targets }) => targets.name === node?.layer);
  if (node === null || stage === undefined || contributions === null) return null;
  const { nodes } = stage.sources;
  const into = contributions.links[stage.name].subarray(node.index * nodes, (node.index + 1) * nodes);
  return nodePart({ layer: stage.sources.name, index: into.indexOf(Math.max(...into)) });
}
