import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { subtotalsOf } from '../../explain/provenance/subtotals.ts';
import type { Part } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { nameWithState } from '../../text/altered.ts';
import { partName, valueTexts } from '../../text/parts.ts';
import { createQuantities } from '../../text/quantities.ts';
import { printSum, type SumStyle, sourceName, sumIn } from '../../text/sums.ts';
import { say } from '../../text/words.ts';

export type SpokenFrame = Pick<Frame, 'words' | 'language' | 'numbers' | 'trace' | 'contributions' | 'network'> & {
  readonly state: Pick<Frame['state'], 'logits' | 'off'>;
};

/** The strongest sources are named, in the decimals of the part's own numbers. */
const SPOKEN: SumStyle = { decimals: 2, shown: 3, order: 'largest first' };

/** A part's numbers: "Conv2 map 12: sum +3.21, …". */
export function spokenValues(frame: SpokenFrame, part: Part): string {
  const { words, language, state } = frame;
  const values = inOneList(language, valueTexts(frame, part), 'unit');
  return say(words, 'selection.spoken', { name: nameWithState(words, part, state), values });
}

/** A part's numbers and, if it is a sum, what makes it up: the strongest sources, the others together, the bias, rounding. */
export function spokenArithmetic(frame: SpokenFrame, part: Part): string[] {
  const { words, language, trace, contributions, network, state } = frame;
  const values = spokenValues(frame, part);
  if (trace === null || contributions === null) return [values];
  const provenance = provenanceOf(part, { trace, contributions, weights: network.weights }, state.logits);
  const sum = sumIn(provenance);
  if (sum === null || provenance.terms.length === 0) return [values];
  const terms = subtotalsOf(provenance.terms);
  const { lines } = printSum({ ...sum, terms }, SPOKEN, createQuantities(language));
  const list = lines
    .filter(({ kind }) => kind !== 'silent')
    .map((line) => say(words, 'diagram.textAmount', { node: sourceName(words, line, terms), amount: line.text }));
  if (list.length === 0) return [values];
  return [
    values,
    say(words, 'diagram.textBehind', { node: partName(words, part), list: inOneList(language, list, 'conjunction') }),
  ];
}

function inOneList(language: string, items: readonly string[], type: Intl.ListFormatType): string {
  return new Intl.ListFormat(language, { type }).format(items);
}
