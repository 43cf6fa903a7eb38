import { STAGES } from '../../explain/topology.ts';
import type { Frame } from '../../state/frame.ts';
import { nodeName } from '../../text/layers.ts';
import { printsAsZero } from '../../text/numbers.ts';
import { say, type WordKey, type Words } from '../../text/words.ts';

/** A piece of a sentence; what names a part of the network carries that part's written form, "group.11" or "logit.3". */
export interface Piece {
  readonly text: string;
  readonly part: string | null;
}

/** The parts of a frame that the story is told from. */
export type StoryFrame = Pick<Frame, 'words' | 'language' | 'numbers' | 'evidence' | 'flow'> & {
  readonly state: Pick<Frame['state'], 'logits'>;
};

/** How many groups are named for the answer. */
const NAMED = 2;
/**
 * What speaks for the answer or against it is named if it is at least this share of what speaks most for it. Less hardly weighs
 * beside that: “speaks most against it” would make an opponent of a trifle.
 */
const LEAST_SHARE = 0.1;
const GROUPS = STAGES[STAGES.length - 1].sources.nodes;

/** What speaks for the traced digits, and against a single one, in a sentence or two. */
export function storyOf(frame: StoryFrame): Piece[] {
  const { words, flow, evidence } = frame;
  if (!flow || !evidence) return [plainPiece(say(words, 'story.empty'))];
  const [digit, second] = flow.digits;
  if (digit === undefined) return [plainPiece(say(words, 'story.none'))];
  const into = evidence.links.output;
  if (flow.rival !== null) return apart(frame, digit, flow.rival, difference(into, digit, flow.rival));
  if (second !== undefined) {
    const leaders = [digit, second].map((one) => amountsInto(into, one));
    const [first, other] = leaders.map((amounts) => strongest(frame, amounts, 1, 1));
    if (first.length > 0 && other.length > 0) {
      const values = { first: first[0], digit: [digitPiece(digit)], other: other[0], second: [digitPiece(second)] };
      return fill(words, formOf(frame, 'story.unsure', 'story.unsureLogit'), values);
    }
  }
  return alone(frame, digit, amountsInto(into, digit));
}

/** "FC group 12 (+4.21) and FC group 3 (+2.90) speak most for 3, …. FC group 7 (−1.10) speaks most against it." */
function alone(frame: StoryFrame, digit: number, amounts: readonly number[]): Piece[] {
  const speaking = strongest(frame, amounts, 1, NAMED);
  const [opposing] = strongest(frame, amounts, -1, 1);
  const { words } = frame;
  const values = { sources: listed(frame, speaking), digit: [digitPiece(digit)] };
  if (speaking.length === 0) return fill(words, 'story.nothing', values);
  const told =
    speaking.length > 1
      ? fill(words, formOf(frame, 'story.for', 'story.forLogit'), values)
      : fill(words, formOf(frame, 'story.forOne', 'story.forOneLogit'), values);
  if (!opposing) return told;
  return inTurn(frame, told, fill(words, formOf(frame, 'story.against', 'story.againstLogit'), { source: opposing }));
}

/** As `alone`, for the difference of two digits: it is the same in both forms. */
function apart(frame: StoryFrame, digit: number, rival: number, amounts: readonly number[]): Piece[] {
  const speaking = strongest(frame, amounts, 1, NAMED);
  const [opposing] = strongest(frame, amounts, -1, 1);
  const digits = { digit: [digitPiece(digit)], rival: [digitPiece(rival)] };
  const one = speaking.length === 1 ? 'story.ratherOne' : 'story.rather';
  const key = speaking.length === 0 ? 'story.ratherNothing' : one;
  const told = fill(frame.words, key, { ...digits, sources: listed(frame, speaking) });
  if (!opposing) return told;
  return inTurn(frame, told, fill(frame.words, 'story.ratherAgainst', { ...digits, source: opposing }));
}

function amountsInto(contributions: Float64Array, digit: number): number[] {
  return Array.from(contributions.subarray(digit * GROUPS, (digit + 1) * GROUPS));
}

function difference(contributions: Float64Array, digit: number, rival: number): number[] {
  const against = amountsInto(contributions, rival);
  return amountsInto(contributions, digit).map((amount, group) => amount - against[group]);
}

/** The strongest groups of one sign that are no trifles beside what speaks for it, each with its amount: "FC group 12 (+4.21)". */
function strongest({ words, numbers }: StoryFrame, amounts: readonly number[], sign: 1 | -1, most: number): Piece[][] {
  const least = LEAST_SHARE * Math.max(0, ...amounts);
  return [...amounts.keys()]
    .filter((group) => sign * amounts[group] > 0 && sign * amounts[group] >= least)
    .filter((group) => !printsAsZero(numbers, amounts[group]))
    .sort((a, b) => sign * (amounts[b] - amounts[a]) || a - b)
    .slice(0, most)
    .map((group) => {
      const node = [{ text: nodeName(words, 'fc1', group), part: `group.${group}` }];
      return fill(words, 'diagram.textAmount', { node, amount: [plainPiece(numbers.signed(amounts[group]))] });
    });
}

function digitPiece(digit: number): Piece {
  return { text: String(digit), part: `logit.${digit}` };
}

function plainPiece(text: string): Piece {
  return { text, part: null };
}

function formOf({ state }: StoryFrame, averaged: WordKey, computed: WordKey): WordKey {
  return state.logits === 'average' ? averaged : computed;
}

/** The items as the language lists them. */
function listed({ language }: StoryFrame, items: readonly Piece[][]): Piece[] {
  const places = items.map((_, i) => String(i));
  return new Intl.ListFormat(language, { type: 'conjunction' })
    .formatToParts(places)
    .flatMap(({ type, value }) => (type === 'element' ? items[Number(value)] : [plainPiece(value)]));
}

/** Two sentences, with the space that the language puts between them. */
function inTurn({ words }: StoryFrame, first: Piece[], second: Piece[]): Piece[] {
  return fill(words, 'story.then', { first, second });
}

/** The text of `key`, its placeholders filled in by pieces. */
function fill(words: Words, key: WordKey, values: Readonly<Record<string, readonly Piece[]>>): Piece[] {
  return words[key]
    .split(/\{(\w+)\}/)
    .flatMap((text, i) =>
      i % 2 === 1 ? (values[text] ?? [plainPiece(`{${text}}`)]) : text === '' ? [] : [plainPiece(text)],
    );
}
