import type { Contributions } from '../../explain/contributions.ts';
import { STAGES, type Stage } from '../../explain/topology.ts';
import { layerName, numberedName } from '../../text/layers.ts';
import { say, type Words } from '../../text/words.ts';
import { create, setText } from '../parts/dom.ts';

/** Every link's contribution as a number: one table a stage, a row a target, a column a source, then bias and sum. */
export interface Tables {
  /** Writes column, row and table names. */
  name(words: Words): void;
  /** Null while nothing is drawn: the cells are empty. */
  fill(contributions: Contributions | null, signed: (quantity: number) => string): void;
}

interface StageTable {
  readonly stage: Stage;
  readonly caption: HTMLElement;
  readonly columns: readonly HTMLElement[];
  readonly rows: readonly HTMLElement[];
  /** [target][source, then bias, then sum] */
  readonly cells: readonly (readonly HTMLElement[])[];
}

export function makeTables(root: HTMLElement): Tables {
  const note = root.appendChild(create('p', 'legend-note'));
  const tables = STAGES.map((stage) => makeTable(root, stage));
  return {
    name(words) {
      setText(note, say(words, 'diagram.tableNote'));
      for (const { stage, caption, columns, rows } of tables) {
        const { sources, targets } = stage;
        setText(caption, say(words, 'diagram.tableCaption', { layer: layerName(words, targets.name) }));
        columns.forEach((column, source) => {
          if (source < sources.nodes) setText(column, numberedName(words, stage.sources.name, source));
          else setText(column, say(words, source === sources.nodes ? 'diagram.tableBias' : 'diagram.tableSum'));
        });
        rows.forEach((row, target) => {
          setText(row, numberedName(words, targets.name, target));
        });
      }
    },
    fill(contributions, signed) {
      for (const { stage, cells } of tables) {
        const { name, sources } = stage;
        cells.forEach((row, target) => {
          row.forEach((cell, column) => {
            if (!contributions) setText(cell, '');
            else if (column < sources.nodes)
              setText(cell, signed(contributions.links[name][target * sources.nodes + column]));
            else setText(cell, signed(contributions[column === sources.nodes ? 'biases' : 'sums'][name][target]));
          });
        });
      }
    },
  };
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
  const columns = Array.from({ length: stage.sources.nodes + 2 }, () => head.appendChild(heading('col')));
  const lines = Array.from({ length: stage.targets.nodes }, () => body.appendChild(create('tr')));
  const rows = lines.map((line) => line.appendChild(heading('row')));
  const cells = lines.map((line) => columns.map(() => line.appendChild(create('td'))));
  root.append(table);
  return { stage, caption, columns, rows, cells };
}
