/** What feeds a whole node of the diagram, and what it feeds: the links into it and out of it. */

import { type LayerName, STAGES } from '../topology.ts';
import { nodeOf, nodePart } from '../unit.ts';
import type { Evidence, Feed, LogitForm, Node, Origin } from './description.ts';
import { meanOverDigits } from './layers.ts';
import { liveUnits } from './links.ts';
import { inkOrigin } from './origins.ts';

export function nodeOrigin(part: Node, evidence: Evidence): Origin {
  const { layer, index } = nodeOf(part);
  const output = nodeSum(layer, index, evidence);
  const stage = STAGES.find(({ name }) => name === layer);
  if (stage === undefined) return inkOrigin(part, output);
  const { name, sources } = stage;
  const { links, biases } = evidence.contributions;
  const terms = Array.from({ length: sources.nodes }, (_, source) => ({
    source: nodePart(sources.name, source),
    input: nodeSum(sources.name, source, evidence),
    amount: links[name][index * sources.nodes + source],
  }));
  const bias = biases[name][index];
  const sum = terms.reduce((total, { amount }) => total + amount, bias);
  return { kind: 'contributions', part, terms, bias, sum, live: liveUnits(name, index, evidence.trace).length, output };
}

export function nodeFeeds(part: Node, { contributions }: Evidence, form: LogitForm): Feed[] {
  const { layer, index } = nodeOf(part);
  const stage = STAGES.find(({ sources }) => sources.name === layer);
  if (stage === undefined) return [];
  const { name, sources, targets } = stage;
  const amount = (target: number) => contributions.links[name][target * sources.nodes + index];
  const mean = name === 'output' && form === 'average' ? meanOverDigits(amount) : 0;
  return Array.from({ length: targets.nodes }, (_, target) => ({
    target: nodePart(name, target),
    amount: amount(target) - mean,
  }));
}

/** A node's summed activation; all ink for the input. */
function nodeSum(layer: LayerName, index: number, { trace, contributions }: Evidence): number {
  return layer === 'input' ? trace.input.reduce((sum, ink) => sum + ink, 0) : contributions.sums[layer][index];
}
