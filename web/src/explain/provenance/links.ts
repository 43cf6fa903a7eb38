/**
 * Where a link's contribution comes from and where it lands: its source's units, each with the sum of the weights
 * through which the target's live units look at it; and these live units, each with its part.
 */

import { architecture, type Convolution } from '../../net/cnn/architecture.ts';
import { GROUP_UNITS } from '../topology.ts';
import { cellAt, GRIDS, type GridLayer, type Link, placeOf, type Unit, unitAt, unitIndex, unitValue } from '../unit.ts';
import type { Evidence, Feed, LogitForm, OriginOf } from './description.ts';
import { AROUND, logitParameters, tap } from './layers.ts';
import { productOf, sumOrigin } from './origins.ts';

/** A weight between a unit of a link's source and a live unit of its target. */
interface Path {
  readonly source: Unit;
  readonly target: Unit;
  readonly weight: number;
}

export function linkOrigin(link: Link, evidence: Evidence, form: LogitForm): OriginOf<'sum'> {
  const sources = unitsOf(link);
  const weights = new Map(sources.map((unit) => [unitIndex(unit), 0]));
  for (const { source, weight } of pathsOf(link, evidence, form)) {
    const index = unitIndex(source);
    weights.set(index, (weights.get(index) ?? 0) + weight);
  }
  const terms = sources.map((unit) =>
    productOf(unit, unitValue(evidence.trace, unit), weights.get(unitIndex(unit)) ?? 0),
  );
  const contribution = terms.reduce((sum, { amount }) => sum + amount, 0);
  return sumOrigin(link, terms, 0, contribution);
}

export function linkFeeds(link: Link, evidence: Evidence, form: LogitForm): Feed[] {
  const amounts = new Map<number, Feed>();
  for (const { source, target, weight } of pathsOf(link, evidence, form)) {
    const index = unitIndex(target);
    const before = amounts.get(index)?.amount ?? 0;
    amounts.set(index, { target, amount: before + weight * unitValue(evidence.trace, source) });
  }
  return [...amounts.values()];
}

/** The units of a link's source. */
function unitsOf({ stage, source }: Link): Unit[] {
  if (stage === 'output') return range(GROUP_UNITS).map((i) => unitAt('fc1', source * GROUP_UNITS + i));
  const layer: GridLayer = stage === 'fc1' ? 'pool2' : AROUND[stage].inputs;
  const cells = GRIDS[layer].height * GRIDS[layer].width;
  return range(cells).map((i) => unitAt(layer, source * cells + i));
}

function pathsOf(link: Link, evidence: Evidence, form: LogitForm): Path[] {
  const { stage, target } = link;
  const { trace, weights } = evidence;
  if (stage === 'conv1' || stage === 'conv2') return pathsToMap(stage, link, evidence);
  const sources = unitsOf(link);
  if (stage === 'output') {
    const { weight } = logitParameters(weights, form);
    const digit = unitAt('logit', target);
    return sources.map((source) => ({ source, target: digit, weight: weight(target, unitIndex(source)) }));
  }
  const { inputs } = architecture.fc1;
  const live = range(GROUP_UNITS)
    .map((i) => target * GROUP_UNITS + i)
    .filter((unit) => trace.fc1.activations[unit] > 0);
  return live.flatMap((unit) =>
    sources.map((source) => ({
      source,
      target: unitAt('fc1', unit),
      weight: weights.fc1.weight[unit * inputs + unitIndex(source)],
    })),
  );
}

/** From the patch that each winner looks at. */
function pathsToMap(name: Convolution, { source: channel, target: map }: Link, { trace, weights }: Evidence): Path[] {
  const { kernel, pool, pooledHeight, pooledWidth } = architecture[name];
  const { inputs, pooled } = AROUND[name];
  const paths: Path[] = [];
  for (let cell = 0; cell < pooledHeight * pooledWidth; cell++) {
    const place = placeOf(pooled, cell);
    const target = cellAt(pooled, map, place.row, place.column);
    const winner = trace[name].winners[unitIndex(target)];
    if (winner < 0) continue;
    const top = place.row * pool + Math.trunc(winner / pool);
    const left = place.column * pool + (winner % pool);
    for (let u = 0; u < kernel; u++) {
      for (let v = 0; v < kernel; v++) {
        const weight = tap(name, weights[name], map, channel, u, v);
        paths.push({ source: cellAt(inputs, channel, top + u, left + v), target, weight });
      }
    }
  }
  return paths;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
