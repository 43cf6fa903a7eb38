import type { PathSum } from '../explain/attribution/paths.ts';
import { nodeName } from './layers.ts';
import type { Numbers } from './numbers.ts';
import { say, type Words } from './words.ts';

/** A printed term: what it is, how much of it is live, and its amount. */
export interface PathLine {
  readonly name: string;
  /** "3/4"; empty for what is no node. */
  readonly live: string;
  readonly amount: string;
}

/** Nodes with a line of their own; the others share one. */
const NODES_SHOWN = 3;

/** The strongest nodes, the others, the biases and the rounding, which as printed add up to the last line, their sum. */
export function pathLines(words: Words, numbers: Numbers, path: PathSum): readonly PathLine[] {
  const sized = [...path.terms].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const others = sized.slice(NODES_SHOWN);
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const parts = [
    ...sized.slice(0, NODES_SHOWN).map(({ node, live, amount }) => ({
      name: nodeName(words, path.layer, node),
      live: `${live}/${path.cells}`,
      amount,
    })),
    {
      name: say(words, 'why.others', { count: others.length }),
      live: `${total(others.map(({ live }) => live))}/${others.length * path.cells}`,
      amount: total(others.map(({ amount }) => amount)),
    },
    { name: say(words, 'why.biases'), live: '', amount: path.bias },
  ];
  const rounding = roundingOf(
    path.sum,
    parts.map(({ amount }) => amount),
  );
  return [
    ...parts,
    { name: say(words, 'why.rounding'), live: '', amount: rounding },
    { name: say(words, 'diagram.tableSum'), live: '', amount: path.sum },
  ].map((line) => ({ ...line, amount: numbers.signed(line.amount) }));
}

/** What is missing from these terms' printed amounts to their sum's, in hundredths as all are printed. */
export function roundingOf(sum: number, terms: readonly number[]): number {
  const steps = (amount: number) => Math.round(Number(amount.toFixed(2)) * 100);
  return terms.reduce((left, term) => left - steps(term), steps(sum)) / 100;
}
