/** Where a link's contribution comes from, and where it lands. */

import { architecture } from '../../net/cnn/architecture.ts';
import type { Trace } from '../../net/cnn/trace.ts';
import { GROUP_UNITS, type TargetName } from '../topology.ts';
import { GRIDS, type Link, type Unit, unitAt, unitIndex, unitValue } from '../unit.ts';
import type { Evidence, LogitForm, OriginOf, Product, WeightedSum } from './description.ts';
import { AROUND } from './layers.ts';
import { productOf, sumOrigin, unitOrigin } from './origins.ts';
import { subtotalsOf } from './subtotals.ts';

/** The layers whose units make up the sources of a stage's links. */
const SOURCES = { conv1: AROUND.conv1.inputs, conv2: AROUND.conv2.inputs, fc1: 'pool2', output: 'fc1' } as const;

/**
 * What feeds it: its source's units, each with the sum of the weights through which live units of its target look at
 * it: 0 if none does. What it feeds: these live units, each with its part.
 */
export function linkProvenance(link: Link, evidence: Evidence, form: LogitForm): WeightedSum {
  const parts = landings(link, evidence, form);
  const terms = new Map(sourceUnits(link).map((unit) => [unitIndex(unit), unreached(unit, evidence.trace)]));
  for (const { source, input, weight } of parts.flatMap((part) => part.terms)) {
    const index = unitIndex(source);
    terms.set(index, productOf(source, input, weight + (terms.get(index)?.weight ?? 0)));
  }
  return { ...sumOrigin(link, [...terms.values()], 0), feeds: parts.map(({ target, amount }) => ({ target, amount })) };
}

/** All cells or units of a link's source. */
function sourceUnits({ stage, source }: Link): Unit[] {
  const layer = SOURCES[stage];
  const count = layer === 'fc1' ? GROUP_UNITS : GRIDS[layer].height * GRIDS[layer].width;
  return Array.from({ length: count }, (_, i) => unitAt(layer, source * count + i));
}

function unreached(unit: Unit, trace: Trace): Product {
  return productOf(unit, unitValue(trace, unit), 0);
}

/** A node's pooled cells with a winner, its units above 0, or its logit. */
export function liveUnits(layer: TargetName, index: number, trace: Trace): Unit[] {
  if (layer === 'output') return [unitAt('logit', index)];
  const live: Unit[] = [];
  const [name, values, count] =
    layer === 'fc1'
      ? ([layer, trace.fc1.activations, GROUP_UNITS] as const)
      : ([AROUND[layer].pooled, trace[layer].pooled, pooledCells(layer)] as const);
  for (let i = index * count; i < (index + 1) * count; i++) if (values[i] > 0) live.push(unitAt(name, i));
  return live;
}

/** What each live unit of a link's target receives from its source. */
function landings({ stage, source, target }: Link, evidence: Evidence, form: LogitForm) {
  return liveUnits(stage, target, evidence.trace).map((unit) => {
    const { terms } = liveOrigin(unit, evidence, form);
    return { target: unit, ...subtotalsOf(terms)[source] };
  });
}

/** What makes up a live unit of a link's target; a pooled cell receives what its winner does. */
export function liveOrigin(unit: Unit, evidence: Evidence, form: LogitForm): OriginOf<'sum'> {
  const origin = unitOrigin(unit, evidence, form);
  const winner = origin.kind === 'largest' && origin.terms.find(({ wins }) => wins)?.source;
  return (winner ? unitOrigin(winner, evidence, form) : origin) as OriginOf<'sum'>;
}

function pooledCells(layer: 'conv1' | 'conv2'): number {
  return architecture[layer].pooledHeight * architecture[layer].pooledWidth;
}
