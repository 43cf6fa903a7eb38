import type { PathSum } from '../explain/attribution/paths.ts';
import { nodeName } from './layers.ts';
import type { WriteQuantity } from './quantities.ts';
import { lineName, printSum, type SumLine, type SumStyle } from './sums.ts';
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
const STYLE: SumStyle = { decimals: 2, shown: NODES_SHOWN, order: 'largest first', steady: true };

/** The strongest nodes, the others, the biases and the rounding, which as printed add up to the last line, their sum. */
export function pathLines(words: Words, write: WriteQuantity, path: PathSum): readonly PathLine[] {
  const { layer, terms, cells, sum } = path;
  const nameOf = (line: SumLine): string => {
    if (line.kind === 'term') return nodeName(words, layer, terms[line.terms[0]].node);
    if (line.kind === 'bias') return say(words, 'why.biases');
    return line.kind === 'rounding' ? say(words, 'why.rounding') : lineName(words, line);
  };
  const liveOf = (line: SumLine): string => {
    const live = line.terms.reduce((total, index) => total + terms[index].live, 0);
    return line.terms.length === 0 ? '' : `${live}/${line.terms.length * cells}`;
  };
  return [
    ...printSum(path, STYLE, write).lines.map((line) => ({
      name: nameOf(line),
      live: liveOf(line),
      amount: line.text,
    })),
    { name: say(words, 'diagram.tableSum'), live: '', amount: write(sum, STYLE.decimals, 'plus and minus') },
  ];
}
