import type { Contributions } from './contributions.ts';
import { STAGES } from './topology.ts';
import { nodeOf, nodePart, type Part } from './unit.ts';

/** One source's contribution to a node, and the link that carries it. */
export interface Feed {
  readonly source: Part;
  readonly link: Part;
  readonly amount: number;
}

/** All that makes up the sum of `target`, a node: feeds, the strongest first, and the bias. */
export interface Feeds {
  readonly target: Part;
  readonly sources: readonly Feed[];
  readonly bias: number;
  readonly sum: number;
}

/** What feeds the node that the part is or lies in, or a link's target; null for the input. */
export function feedsOf(part: Part, { links, biases, sums }: Contributions): Feeds | null {
  const node = nodeOf(part);
  const stage = STAGES.find(({ targets }) => targets.name === node.layer);
  if (stage === undefined) return null;
  const { name, sources } = stage;
  const feeds = Array.from({ length: sources.nodes }, (_, source): Feed => {
    const link = { layer: 'link', stage: name, source, target: node.index } as const;
    return {
      source: nodePart(sources.name, source),
      link,
      amount: links[name][node.index * sources.nodes + source],
    };
  });
  feeds.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  return {
    target: nodePart(node.layer, node.index),
    sources: feeds,
    bias: biases[name][node.index],
    sum: sums[name][node.index],
  };
}
