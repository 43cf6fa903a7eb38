import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { subtotalsOf } from '../../explain/provenance/subtotals.ts';
import type { Part } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { nameWithState } from '../../text/altered.ts';
import { partName, valueTexts } from '../../text/parts.ts';
import { sumIn } from '../../text/sums.ts';
import { say } from '../../text/words.ts';

export type SpokenFrame = Pick<Frame, 'words' | 'language' | 'numbers' | 'trace' | 'contributions' | 'network'> & {
  readonly state: Pick<Frame['state'], 'logits' | 'off'>;
};

/** How many sources are named. */
const NAMED = 3;

/** A part's numbers: "Conv2 map 12: sum +3.21, …". */
export function spokenValues(frame: SpokenFrame, part: Part): string {
  const { words, language, state } = frame;
  const values = inOneList(language, valueTexts(frame, part), 'unit');
  return say(words, 'selection.spoken', { name: nameWithState(words, part, state.off), values });
}

/** A part's numbers and, if it is a sum, what makes it up: the strongest sources, the others together, the bias. */
export function spokenArithmetic(frame: SpokenFrame, part: Part): string[] {
  const { words, language, numbers, trace, contributions, network, state } = frame;
  const values = spokenValues(frame, part);
  if (trace === null || contributions === null) return [values];
  const provenance = provenanceOf(part, { trace, contributions, weights: network.weights }, state.logits);
  const sum = sumIn(provenance);
  if (sum === null || provenance.terms.length === 0) return [values];
  const sources = subtotalsOf(provenance.terms)
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const amountOf = (name: string, amount: number) =>
    say(words, 'diagram.textAmount', { node: name, amount: numbers.signed(amount) });
  const others = sources.slice(NAMED);
  const rest = others.reduce((total, { amount }) => total + amount, 0);
  const list = [
    ...sources.slice(0, NAMED).map(({ source, amount }) => amountOf(partName(words, source), amount)),
    ...(others.length > 0 ? [amountOf(say(words, 'inspector.others', { count: others.length }), rest)] : []),
    ...(sum.bias === undefined ? [] : [amountOf(say(words, 'value.bias'), sum.bias)]),
  ];
  if (list.length === 0) return [values];
  return [
    values,
    say(words, 'diagram.textBehind', { node: partName(words, part), list: inOneList(language, list, 'conjunction') }),
  ];
}

function inOneList(language: string, items: readonly string[], type: Intl.ListFormatType): string {
  return new Intl.ListFormat(language, { type }).format(items);
}
