/** What a unit feeds. */

import { architecture, type Convolution } from '../../net/cnn/architecture.ts';
import { cellAt, cellPlace, GRIDS, type Unit, unitAt, unitIndex, unitValue } from '../unit.ts';
import type { Evidence, Feed, LogitForm } from './description.ts';
import { AROUND, largestOf, logitParameters, tap } from './layers.ts';

export function unitFeeds(unit: Unit, evidence: Evidence, form: LogitForm): Feed[] {
  const { trace, weights } = evidence;
  switch (unit.layer) {
    case 'input':
      return convolutionFeeds('conv1', unit, 0, evidence);
    case 'pool1':
      return convolutionFeeds('conv2', unit, unit.map, evidence);
    case 'conv1':
    case 'conv2':
      return poolFeeds(unit.layer, unit, evidence);
    case 'pool2': {
      const { inputs, units } = architecture.fc1;
      const weight = (target: number) => weights.fc1.weight[target * inputs + unitIndex(unit)];
      return linearFeeds('fc1', units, unitValue(trace, unit), weight);
    }
    case 'fc1': {
      const { weight } = logitParameters(weights, form);
      const input = unitValue(trace, unit);
      return linearFeeds('logit', architecture.fc2.units, input, (digit) => weight(digit, unit.unit));
    }
    case 'logit': {
      const amount = Math.exp(trace.logits[unit.digit] - largestOf(trace.logits));
      return Array.from(trace.probabilities, (_, digit) => ({ target: unitAt('probability', digit), amount }));
    }
    default:
      return [];
  }
}

/** Every cell of every map whose patch holds the input's cell. */
function convolutionFeeds(
  name: Convolution,
  unit: Extract<Unit, { cell: number }>,
  channel: number,
  { trace, weights }: Evidence,
): Feed[] {
  const { channels, kernel, height, width } = architecture[name];
  const { row, column } = cellPlace(AROUND[name].inputs, unit.cell);
  const input = unitValue(trace, unit);
  const feeds: Feed[] = [];
  for (let map = 0; map < channels; map++) {
    for (let i = Math.max(0, row - kernel + 1); i <= Math.min(row, height - 1); i++) {
      for (let j = Math.max(0, column - kernel + 1); j <= Math.min(column, width - 1); j++) {
        const weight = tap(name, weights[name], map, channel, row - i, column - j);
        feeds.push({ target: cellAt(name, map, i, j), weight, amount: input * weight });
      }
    }
  }
  return feeds;
}

/** The cell's pool, if it has one: a last row or column that fills no pool is dropped. */
function poolFeeds(name: Convolution, unit: Extract<Unit, { map: number }>, { trace }: Evidence): Feed[] {
  const { pool } = architecture[name];
  const { pooled } = AROUND[name];
  const { row, column } = cellPlace(name, unit.cell);
  const [i, j] = [Math.trunc(row / pool), Math.trunc(column / pool)];
  if (i >= GRIDS[pooled].height || j >= GRIDS[pooled].width) return [];
  const target = cellAt(pooled, unit.map, i, j);
  const wins = trace[name].winners[unitIndex(target)] === (row % pool) * pool + (column % pool);
  return [{ target, amount: wins ? unitValue(trace, unit) : 0, wins }];
}

function linearFeeds(layer: 'fc1' | 'logit', units: number, input: number, weight: (target: number) => number): Feed[] {
  return Array.from({ length: units }, (_, i) => ({
    target: unitAt(layer, i),
    weight: weight(i),
    amount: input * weight(i),
  }));
}
