import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { subtotalsOf } from '../../explain/provenance/subtotals.ts';
import type { Part } from '../../explain/unit.ts';
import { evidenceOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { nameWithState } from '../../text/altered.ts';
import { feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { partName, valueTexts } from '../../text/parts.ts';
import { printSum, type SumStyle, sourceName, sumIn } from '../../text/sums.ts';
import { say, type WordKey } from '../../text/words.ts';

export type SpokenFrame = Pick<
  Frame,
  'words' | 'language' | 'numbers' | 'trace' | 'contributions' | 'evidence' | 'network'
> & {
  readonly state: Pick<Frame['state'], 'logits' | 'off' | 'edited'>;
};

/** The strongest sources and targets are named, in the decimals of the part's own numbers. */
const SPOKEN = { decimals: 2, shown: 3, order: 'largest first' } as const satisfies SumStyle;

/** A part's numbers: "Conv2 map 12: sum +3.21, …". */
export function spokenValues(frame: SpokenFrame, part: Part): string {
  const { words, language, state } = frame;
  const values = inOneList(language, valueTexts(frame, part), 'unit');
  return say(words, 'selection.spoken', { name: nameWithState(words, part, state), values });
}

/** A part's numbers; what makes it up, if it is a sum, and what it feeds, the strongest by name: all add up as said. */
export function spokenArithmetic(frame: SpokenFrame, part: Part): string[] {
  const { words, language, numbers, trace, contributions, state } = frame;
  const values = spokenValues(frame, part);
  if (trace === null || contributions === null) return [values];
  const evidence = evidenceOf(frame);
  const provenance = provenanceOf(part, evidence, state.logits);
  const sum = sumIn(provenance);
  const sources = subtotalsOf(sum === null ? [] : provenance.terms);
  const made = sum && printSum({ ...sum, terms: sources }, SPOKEN, numbers.inSums);
  const feeding = feedingOf(part, evidence, state.logits, styleOf(words, numbers), SPOKEN.shown);
  const amountOf = (node: string, ...amounts: string[]) =>
    say(words, 'diagram.textAmount', { node, amount: inOneList(language, amounts, 'unit') });
  const shareOf = (share: string) => say(words, 'value.named', { quantity: say(words, 'fed.share'), number: share });
  const sentence = (key: WordKey, list: readonly string[] = []): string[] =>
    list.length === 0
      ? []
      : [say(words, key, { node: partName(words, part), list: inOneList(language, list, 'conjunction') })];
  return [
    values,
    ...sentence(
      'diagram.textBehind',
      made?.lines
        .filter(({ kind }) => kind !== 'silent')
        .map((line) => amountOf(sourceName(words, line, sources), line.text)),
    ),
    ...sentence(
      'fed.spoken',
      feeding.rows
        .filter(({ target }) => target !== null)
        .map(({ texts: [name, , amount, share] }) => amountOf(name, amount, ...(share ? [shareOf(share)] : []))),
    ),
    ...(feeding.printed === null ? [feeding.note] : []),
  ];
}

function inOneList(language: string, items: readonly string[], type: Intl.ListFormatType): string {
  return new Intl.ListFormat(language, { type }).format(items);
}
