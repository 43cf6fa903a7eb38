import type { Contributions } from '../explain/contributions.ts';
import { cellOf } from '../explain/nodes.ts';
import { STAGES } from '../explain/topology.ts';
import { nodeOf, type Part } from '../explain/unit.ts';
import { numbersOf, type Value } from '../explain/values.ts';
import type { Trace } from '../net/cnn/trace.ts';
import { layerName, nodeName, numberedName } from './layers.ts';
import type { Numbers } from './numbers.ts';
import { say, type Words } from './words.ts';

/** The names of the parts of the network, and their numbers as text. Maps, groups, units, rows and columns count from 1. */

/** "Conv2 map 12, cell 2, 3", "Conv2 12 → FC 4". */
export function partName(words: Words, part: Part): string {
  switch (part.layer) {
    case 'input':
    case 'conv1':
    case 'conv2':
    case 'pool1':
    case 'pool2':
      return say(words, 'part.cellOf', { node: ownNodeName(words, part), cell: stepName(words, part) });
    case 'group':
      return ownNodeName(words, part);
    case 'logit':
      return say(words, 'part.logit', { digit: part.digit });
    default:
      return stepName(words, part);
  }
}

/** The part's name where its digit, or the map of its cell, has just been named: "3", "group 4", "cell 2, 3". */
export function stepName(words: Words, part: Part): string {
  switch (part.layer) {
    case 'picture':
    case 'map1':
    case 'map2':
      return ownNodeName(words, part);
    case 'group':
      return say(words, 'part.group', { number: part.group + 1 });
    case 'fc1':
      return say(words, 'part.unit', { number: part.unit + 1 });
    case 'logit':
      return String(part.digit);
    case 'probability':
      return say(words, 'part.probability', { digit: part.digit });
    case 'link': {
      const stage = STAGES[STAGES.findIndex(({ name }) => name === part.stage)];
      const source = numberedName(words, stage.sources.name, part.source);
      return say(words, 'part.link', { source, target: numberedName(words, stage.targets.name, part.target) });
    }
    default: {
      const beforePooling = part.layer === 'conv1' || part.layer === 'conv2';
      return say(words, beforePooling ? 'part.cellBefore' : 'part.cell', rowAndColumn(part));
    }
  }
}

/** The same where there is little room, and the full name stands beside it. */
export function shortStepName(words: Words, part: Part): string {
  const beforePooling = part.layer === 'conv1' || part.layer === 'conv2';
  return beforePooling ? say(words, 'part.cell', rowAndColumn(part)) : stepName(words, part);
}

/** A part's numbers with what they are: "sum 12.34", the one that stands for it first; or that nothing is drawn. */
export function valueTexts({ words, numbers, trace, evidence }: PartFrame, part: Part): string[] {
  if (trace === null || evidence === null) return [say(words, 'selection.empty')];
  return numbersOf(part, trace, evidence).map((value) => valueText(words, numbers, value));
}

/** What a part's numbers are told from. */
export interface PartFrame {
  readonly words: Words;
  readonly numbers: Numbers;
  readonly trace: Trace | null;
  /** The contributions as they are shown. */
  readonly evidence: Contributions | null;
}

function valueText(words: Words, numbers: Numbers, { quantity, value, of }: Value): string {
  const number = ((): string => {
    switch (quantity) {
      case 'inkedCells':
      case 'liveCells':
      case 'liveUnits':
        return say(words, 'value.share', { count: numbers.count(value), all: numbers.count(of ?? value) });
      case 'probability':
        return numbers.probability.usual(value);
      case 'ink':
      case 'relu':
      case 'pooled':
      case 'largest':
        return numbers.decimal(value);
      default:
        return numbers.signed(value);
    }
  })();
  return say(words, 'value.named', { quantity: say(words, `value.${quantity}`), number });
}

/** A cell's row and column. */
function rowAndColumn(part: Part): { row: number; column: number } {
  const { cell, across } = cellOf(part) ?? { cell: 0, across: 1 };
  return { row: Math.trunc(cell / across) + 1, column: (cell % across) + 1 };
}

function ownNodeName(words: Words, part: Part): string {
  const node = nodeOf(part);
  if (node.layer === 'input') return layerName(words, 'input');
  return node.layer === 'output'
    ? numberedName(words, node.layer, node.index)
    : nodeName(words, node.layer, node.index);
}
