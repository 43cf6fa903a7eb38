import type { Verdict } from '../../app/frame.ts';
import { say, type WordKey, type Words } from '../../app/words.ts';
import type { Contributions } from '../../explain/contributions.ts';
import { nodeName } from './nodes.ts';
import { contributionsOf, type LayerName, STAGES } from './topology.ts';

/** What the sentences are made from. */
export interface Told {
  readonly words: Words;
  /** The words' language, as a BCP 47 tag. */
  readonly language: string;
  readonly percent: (share: number) => string;
  readonly signed: (quantity: number) => string;
  /** Null while nothing is drawn. */
  readonly contributions: Contributions | null;
  readonly probabilities: Float32Array | null;
  readonly verdict: Verdict;
}

/** How many of a kind a sentence names. */
const NAMED_FOR = 3;
const NAMED_AGAINST = 2;
const NAMED_MAPS = 3;

/** What the diagram shows for this drawing, in sentences: the reading, what speaks for and against it, the maps. */
export function sentencesOf(told: Told): string[] {
  const { words, contributions, probabilities, percent, verdict } = told;
  if (!contributions || !probabilities) return [say(words, 'diagram.textEmpty')];
  const [digit, second] = ranked(probabilities);
  const [conv1, conv2, fc1, output] = STAGES;
  const intoDigit = into(contributionsOf(output, contributions), digit, output.sources.nodes);
  const [group] = ranked(intoDigit);
  const intoGroup = into(contributionsOf(fc1, contributions), group, fc1.sources.nodes);
  const shares = { share: percent(probabilities[digit]), secondShare: percent(probabilities[second]) };
  const strongest = [conv1, conv2].flatMap(({ name }) => {
    const sums = contributions.sums[name];
    const live = ranked(sums).filter((map) => sums[map] > 0);
    return live.slice(0, NAMED_MAPS).map((map) => nodeName(words, name, map));
  });
  const silent = [conv1, conv2, fc1].flatMap(({ name }) => {
    return [...contributions.sums[name].keys()]
      .filter((node) => contributions.sums[name][node] === 0)
      .map((node) => nodeName(words, name, node));
  });
  return [
    ...(verdict === 'none' ? [say(words, 'diagram.textNone')] : []),
    ...(verdict === 'unsure' ? [say(words, 'diagram.textUnsure')] : []),
    say(words, 'diagram.textReading', { digit, second, ...shares }),
    ...about(told, 'diagram.textFor', { digit }, named(told, 'fc1', intoDigit, 1, NAMED_FOR)),
    ...about(told, 'diagram.textAgainst', { digit }, named(told, 'fc1', intoDigit, -1, NAMED_AGAINST)),
    ...about(
      told,
      'diagram.textBehind',
      { node: nodeName(words, 'fc1', group) },
      intoDigit[group] > 0 ? named(told, 'conv2', intoGroup, 1, NAMED_FOR) : [],
    ),
    ...about(told, 'diagram.textStrongest', {}, strongest),
    ...about(told, 'diagram.textSilent', {}, silent),
  ];
}

/** One target's contributions, by source. */
function into(contributions: Float64Array, target: number, sources: number): Float64Array {
  return contributions.subarray(target * sources, (target + 1) * sources);
}

/** Indices from the largest value to the smallest; of equals, the first first. */
function ranked(values: Float32Array | Float64Array): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
}

/** The strongest sources of a sign, with their amounts: "FC group 12 (+4.21)". */
function named(told: Told, layer: LayerName, contributions: Float64Array, sign: 1 | -1, most: number): string[] {
  return ranked(contributions.map((contribution) => sign * contribution))
    .filter((source) => sign * contributions[source] > 0)
    .slice(0, most)
    .map((source) => {
      const node = nodeName(told.words, layer, source);
      return say(told.words, 'diagram.textAmount', { node, amount: told.signed(contributions[source]) });
    });
}

/** A sentence about a list, or none where the list is empty. */
function about(told: Told, key: WordKey, values: Record<string, string | number>, list: readonly string[]): string[] {
  if (list.length === 0) return [];
  const written = new Intl.ListFormat(told.language, { type: 'conjunction' }).format(list);
  return [say(told.words, key, { ...values, list: written })];
}
