import type { Flow } from '../../explain/flow.ts';
import { STAGES } from '../../explain/topology.ts';
import { nodePart } from '../../explain/unit.ts';
import { CONVOLUTIONS } from '../../net/cnn/architecture.ts';
import type { Frame } from '../../state/frame.ts';
import { alteredNotice, isWhollyOff } from '../../text/altered.ts';
import { nodeName } from '../../text/layers.ts';
import { type Numbers, printsAsZero } from '../../text/numbers.ts';
import { say, type WordKey } from '../../text/words.ts';

/** The parts of a frame that the sentences are made from. */
export interface SummaryFrame extends Pick<Frame, 'words' | 'language' | 'evidence' | 'reading'> {
  /** The traced digits: the sentences are about the first. */
  readonly flow: Pick<Flow, 'digits'> | null;
  readonly state: Pick<Frame['state'], 'logits' | 'off' | 'edited'>;
  readonly numbers: { readonly probability: Pick<Numbers['probability'], 'spoken'> } & Pick<Numbers, 'signed'>;
}

/** How many nodes of a kind a sentence names at most. */
const NAMED_FOR = 3;
const NAMED_AGAINST = 2;
const NAMED_MAPS = 3;
/** A less probable second digit is not worth a listener's time. */
const SECOND_FROM = 0.01;

/** The diagram of this drawing in sentences: the reading, what speaks for and against it, the maps. */
export function sentencesOf(frame: SummaryFrame): string[] {
  const { words, evidence, numbers, reading } = frame;
  const { probabilities, verdict } = reading;
  const { off } = frame.state;
  const altered = [alteredNotice(words, frame.language, frame.state)].filter(Boolean);
  if (!evidence || !probabilities) return [...altered, say(words, 'diagram.textEmpty')];
  const averaged = frame.state.logits === 'average';
  const [leading, second] = ranked(probabilities);
  const digit = frame.flow?.digits[0] ?? leading;
  const [, , fc1, output] = STAGES;
  const intoDigit = into(evidence.links.output, digit, output.sources.nodes);
  const [group] = ranked(intoDigit);
  const intoGroup = into(evidence.links.fc1, group, fc1.sources.nodes);
  const [share, secondShare] = [leading, second].map((one) => numbers.probability.spoken(probabilities[one]));
  const strongest = CONVOLUTIONS.flatMap((name) => {
    const sums = evidence.sums[name];
    const live = ranked(sums).filter((map) => sums[map] > 0);
    return live.slice(0, NAMED_MAPS).map((map) => nodeName(words, name, map));
  });
  const silent = [...CONVOLUTIONS, 'fc1' as const].flatMap((name) => {
    return [...evidence.sums[name].keys()]
      .filter((node) => evidence.sums[name][node] === 0 && !isWhollyOff(nodePart(name, node), off))
      .map((node) => nodeName(words, name, node));
  });
  return [
    ...altered,
    ...(verdict === 'none' ? [say(words, 'diagram.textNone')] : []),
    ...(verdict === 'unsure' ? [say(words, 'diagram.textUnsure')] : []),
    probabilities[second] < SECOND_FROM
      ? say(words, 'diagram.textReading', { digit: leading, share })
      : say(words, 'diagram.textReadingThen', { digit: leading, share, second, secondShare }),
    ...about(
      frame,
      averaged ? 'diagram.textFor' : 'diagram.textForLogit',
      { digit },
      strongestSources(frame, 'fc1', intoDigit, 1, NAMED_FOR),
    ),
    ...about(
      frame,
      averaged ? 'diagram.textAgainst' : 'diagram.textAgainstLogit',
      { digit },
      strongestSources(frame, 'fc1', intoDigit, -1, NAMED_AGAINST),
    ),
    ...about(
      frame,
      'diagram.textBehind',
      { node: nodeName(words, 'fc1', group) },
      intoDigit[group] > 0 ? strongestSources(frame, 'conv2', intoGroup, 1, NAMED_FOR) : [],
    ),
    ...about(frame, 'diagram.textStrongest', {}, strongest),
    ...about(frame, 'diagram.textSilent', {}, silent),
  ];
}

/** One target's contributions, by source. */
function into(contributions: Float64Array, target: number, sources: number): Float64Array {
  return contributions.subarray(target * sources, (target + 1) * sources);
}

/** Indices from the largest value to the smallest; equal values keep their order. */
function ranked(values: Float32Array | Float64Array): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
}

/** The strongest sources of one sign, with their amounts: "FC group 12 (+4.21)". */
function strongestSources(
  frame: SummaryFrame,
  layer: 'conv2' | 'fc1',
  contributions: Float64Array,
  sign: 1 | -1,
  most: number,
): string[] {
  return ranked(contributions.map((contribution) => sign * contribution))
    .filter((source) => sign * contributions[source] > 0 && !printsAsZero(frame.numbers, contributions[source]))
    .slice(0, most)
    .map((source) => {
      const node = nodeName(frame.words, layer, source);
      return say(frame.words, 'diagram.textAmount', { node, amount: frame.numbers.signed(contributions[source]) });
    });
}

/** A sentence about a list, or none if the list is empty. */
function about(
  frame: SummaryFrame,
  key: WordKey,
  values: Record<string, string | number>,
  list: readonly string[],
): string[] {
  if (list.length === 0) return [];
  const written = new Intl.ListFormat(frame.language, { type: 'conjunction' }).format(list);
  return [say(frame.words, key, { ...values, list: written })];
}
