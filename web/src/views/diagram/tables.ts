import type { LogitForm } from '../../explain/provenance/description.ts';
import { STAGES, type Stage } from '../../explain/topology.ts';
import { nodePart } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { isWhollyOff } from '../../text/altered.ts';
import { layerName, numberedName } from '../../text/layers.ts';
import { DECIMALS } from '../../text/numbers.ts';
import { roundingIn } from '../../text/sums.ts';
import { say, type WordKey, type Words } from '../../text/words.ts';
import { create, setText } from '../parts/dom.ts';
import { type SpokenFrame, spokenValues } from './spoken.ts';

/**
 * Every link's contribution as a number: one table per stage, with a row per target, a column per source, then bias, what
 * rounding loses or gains, and sum: a row adds up as printed. For the outputs also the exact softmax probability.
 */
export interface Tables {
  /** Writes the captions and the totals' headings. */
  name(words: Words, logits: LogitForm): void;
  /** Writes all else: the nodes' names, with what is switched off or edited, and numbers. The cells are empty while nothing is drawn. */
  fill(frame: SpokenFrame & Pick<Frame, 'reading'>): void;
}

/** The columns after the sources' columns. */
const TOTALS = ['diagram.tableBias', 'diagram.tableRounding', 'diagram.tableSum'] as const satisfies readonly WordKey[];
const OUTPUT_TOTALS = [...TOTALS, 'diagram.tableProbability'] as const satisfies readonly WordKey[];

interface StageTable {
  readonly stage: Stage;
  readonly caption: HTMLElement;
  readonly columns: readonly HTMLElement[];
  readonly rows: readonly HTMLElement[];
  /** [target][source, then totals] */
  readonly cells: readonly (readonly HTMLElement[])[];
}

export function makeTables(root: HTMLElement): Tables {
  const note = root.appendChild(create('p', 'legend-note'));
  const input = root.appendChild(create('p', 'legend-note'));
  const tables = STAGES.map((stage) => makeTable(root, stage));
  return {
    name(words, logits) {
      setText(note, say(words, 'diagram.tableNote'));
      for (const { stage, caption, columns } of tables) {
        const { sources, targets } = stage;
        const averaged = stage.name === 'output' && logits === 'average';
        const key = averaged ? 'diagram.tableCaptionAverage' : 'diagram.tableCaption';
        setText(caption, say(words, key, { layer: layerName(words, targets.name) }));
        totalsOf(stage).forEach((total, place) => {
          setText(columns[sources.nodes + place], say(words, total));
        });
      }
    },
    fill(frame) {
      setText(input, spokenValues(frame, { layer: 'picture' }));
      for (const { stage, columns, rows, cells } of tables) {
        const { sources } = stage;
        columns.slice(0, sources.nodes).forEach((column, source) => {
          setText(column, headingOf(frame, stage, 'source', source));
        });
        rows.forEach((row, target) => {
          setText(row, headingOf(frame, stage, 'target', target));
        });
        cells.forEach((row, target) => {
          const texts = textsOf(frame, stage, target);
          row.forEach((cell, column) => {
            setText(cell, texts[column] ?? '');
          });
        });
      }
    },
  };
}

function totalsOf({ name }: Stage): readonly WordKey[] {
  return name === 'output' ? OUTPUT_TOTALS : TOTALS;
}

/** "Conv2 12", and whether it is switched off, or else whether a kernel is edited in its row or column. */
function headingOf({ words, state }: SpokenFrame, stage: Stage, end: 'source' | 'target', node: number): string {
  const layer = stage[`${end}s`].name;
  const name = numberedName(words, layer, node);
  if (isWhollyOff(nodePart(layer, node), state.off)) return say(words, 'altered.off', { name });
  const edited = state.edited.some(({ link }) => link.stage === stage.name && link[end] === node);
  return edited ? say(words, 'altered.edited', { name }) : name;
}

/** The texts in a target's row; none while nothing is drawn. Where nothing is lost or gained, that of rounding is empty. */
export function textsOf(
  { evidence, reading: { probabilities }, numbers }: Pick<Frame, 'evidence' | 'reading' | 'numbers'>,
  { name, sources }: Stage,
  target: number,
): string[] {
  if (!evidence || !probabilities) return [];
  const into = evidence.links[name].subarray(target * sources.nodes, (target + 1) * sources.nodes);
  const summands = [...into, evidence.biases[name][target]];
  const sum = evidence.sums[name][target];
  const rounding = roundingIn(summands, sum, DECIMALS);
  const amounts = [
    ...summands.map(numbers.signed),
    rounding === 0 ? '' : numbers.signed(rounding),
    numbers.signed(sum),
  ];
  return name === 'output' ? [...amounts, numbers.probability.exact(probabilities[target])] : amounts;
}

function makeTable(root: HTMLElement, stage: Stage): StageTable {
  const table = create('table');
  const caption = table.appendChild(create('caption'));
  const head = table.appendChild(create('thead')).appendChild(create('tr'));
  const body = table.appendChild(create('tbody'));
  head.append(create('td'));
  const heading = (scope: 'col' | 'row'): HTMLElement => {
    const cell = create('th');
    cell.scope = scope;
    return cell;
  };
  const width = stage.sources.nodes + totalsOf(stage).length;
  const columns = Array.from({ length: width }, () => head.appendChild(heading('col')));
  const lines = Array.from({ length: stage.targets.nodes }, () => body.appendChild(create('tr')));
  const rows = lines.map((line) => line.appendChild(heading('row')));
  const cells = lines.map((line) => columns.map(() => line.appendChild(create('td'))));
  // It stays in sight where the table is wider than its place.
  const sum = stage.sources.nodes + TOTALS.indexOf('diagram.tableSum');
  for (const row of [columns, ...cells]) row[sum].className = 'total';
  root.append(table);
  return { stage, caption, columns, rows, cells };
}
