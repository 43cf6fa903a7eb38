import { provenanceOf } from '../../explain/provenance/provenance.ts';
import { subtotalsOf } from '../../explain/provenance/subtotals.ts';
import type { Part } from '../../explain/unit.ts';
import { numbersOf } from '../../explain/values.ts';
import type { Frame } from '../../state/frame.ts';
import { feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { partName, valueText } from '../../text/parts.ts';
import { sumIn } from '../../text/sums.ts';
import { say } from '../../text/words.ts';

export type SpokenFrame = Pick<Frame, 'words' | 'language' | 'numbers' | 'trace' | 'contributions' | 'network'> & {
  readonly state: Pick<Frame['state'], 'logits'>;
};

/** How many sources are named. */
const NAMED = 3;

/** A part's numbers: "Conv2 map 12: sum +3.21, …". */
export function spokenValues({ words, language, numbers, trace, contributions }: SpokenFrame, part: Part): string {
  const values =
    trace && contributions
      ? numbersOf(part, trace, contributions).map((value) => valueText(words, numbers, value))
      : [say(words, 'selection.empty')];
  return say(words, 'selection.spoken', { name: partName(words, part), values: inOneList(language, values, 'unit') });
}

/** A part's numbers; if it is a sum, what makes it up: the strongest sources, the others together, the bias; and what it feeds. */
export function spokenArithmetic(frame: SpokenFrame, part: Part): string[] {
  const { words, language, numbers, trace, contributions, network, state } = frame;
  const values = spokenValues(frame, part);
  if (trace === null || contributions === null) return [values];
  const evidence = { trace, contributions, weights: network.weights };
  const provenance = provenanceOf(part, evidence, state.logits);
  const sum = sumIn(provenance);
  const sources = subtotalsOf(sum === null ? [] : provenance.terms)
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const amountOf = (name: string, amount: string) => say(words, 'diagram.textAmount', { node: name, amount });
  const others = sources.slice(NAMED);
  const rest = others.reduce((total, { amount }) => total + amount, 0);
  const made = [
    ...sources.slice(0, NAMED).map(({ source, amount }) => amountOf(partName(words, source), numbers.signed(amount))),
    ...(others.length > 0
      ? [amountOf(say(words, 'inspector.others', { count: others.length }), numbers.signed(rest))]
      : []),
    ...(sum?.bias === undefined ? [] : [amountOf(say(words, 'value.bias'), numbers.signed(sum.bias))]),
  ];
  const { rows, printed, note } = feedingOf(part, evidence, state.logits, styleOf(words, numbers), NAMED);
  const shareOf = (share: string) => say(words, 'value.named', { quantity: say(words, 'fed.share'), number: share });
  const feeds = rows.flatMap(({ target, texts: [, amount, share] }) => {
    const told = share ? inOneList(language, [amount, shareOf(share)], 'unit') : amount;
    return target ? [amountOf(partName(words, target), told)] : [];
  });
  const node = partName(words, part);
  const sentence = (key: 'diagram.textBehind' | 'fed.spoken', list: readonly string[]): string[] =>
    list.length === 0 ? [] : [say(words, key, { node, list: inOneList(language, list, 'conjunction') })];
  return [
    values,
    ...sentence('diagram.textBehind', made),
    ...sentence('fed.spoken', feeds),
    ...(printed === null ? [note] : []),
  ];
}

function inOneList(language: string, items: readonly string[], type: Intl.ListFormatType): string {
  return new Intl.ListFormat(language, { type }).format(items);
}
