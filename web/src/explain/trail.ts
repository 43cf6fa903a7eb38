import type { Contributions } from './contributions.ts';
import { cellOf } from './nodes.ts';
import { LAYERS, type LayerName, STAGES } from './topology.ts';
import { isSamePart, nodeOf, nodePart, type Part } from './unit.ts';

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
  if (digit === null) return end;
  const endColumn = columnOf(nodeOf(part).layer);
  const first: Part = { layer: 'logit', digit };
  if (endColumn === LAYERS.length - 1) return part.layer === 'link' && part.target === digit ? [first, ...end] : end;
  const kept = before.length > 0 && isSamePart(before[0], first) ? before : [];
  const trail: Part[] = [first];
  // A link ends at its target, which is a step of its own.
  const lastColumn = part.layer === 'link' ? endColumn : endColumn + 1;
  for (let column = LAYERS.length - 2; column >= lastColumn; column--) {
    const layer = LAYERS[column].name;
    const target = part.layer === 'link' && column === endColumn ? nodePart(layer, part.target) : null;
    const next: Part | null =
      target ?? kept.find((one) => isNodeIn(one, layer)) ?? strongestSource(trail[trail.length - 1], contributions);
    if (next === null) break;
    trail.push(next);
  }
  return [...trail, ...end];
}

/** The part, after its node if it is a cell of one. */
function ownSteps(part: Part): readonly [Part, ...Part[]] {
  const { layer, index } = nodeOf(part);
  return cellOf(part) !== null || part.layer === 'probability' ? [nodePart(layer, index), part] : [part];
}

function columnOf(layer: LayerName): number {
  return LAYERS.findIndex(({ name }) => name === layer);
}

function isNodeIn(part: Part, layer: LayerName): boolean {
  return part.layer !== 'link' && cellOf(part) === null && nodeOf(part).layer === layer;
}

/** The source that contributes most to a node; null where nothing is drawn. */
function strongestSource(part: Part, contributions: Contributions | null): Part | null {
  const node = nodeOf(part);
  const stage = STAGES.find(({ targets }) => targets.name === node.layer);
  if (stage === undefined || contributions === null) return null;
  const { nodes } = stage.sources;
  const into = contributions.links[stage.name].subarray(node.index * nodes, (node.index + 1) * nodes);
  return nodePart(stage.sources.name, into.indexOf(Math.max(...into)));
}
