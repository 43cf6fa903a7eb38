import { cellPlace, type Part } from '../../explain/unit.ts';
import { evidenceOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { partName } from '../../text/parts.ts';
import { say, type Words } from '../../text/words.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { makeRow, type Row } from './arithmetic/row.ts';

/** Below whatever shows a part: what it feeds, each a button that selects it. Nothing moves when there is less. */
export function mountFeeding(root: HTMLElement): (frame: Frame, part: Part) => void {
  const fed = root.appendChild(create('div'));
  const heading = fed.appendChild(create('h3'));
  const note = fed.appendChild(create('p', 'unit-note'));
  const table = fed.appendChild(create('table', 'feeds unit-sum feeding'));
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const lines: Row[] = [];
  return (frame, part) => {
    const { words, numbers, trace, state } = frame;
    const feeding = feedingOf(part, evidenceOf(frame), state.logits, styleOf(words, numbers));
    const { rows, mostRows, printed } = feeding;
    setText(heading, say(words, 'fed.heading'));
    setText(note, feeding.note);
    fed.style.visibility = trace ? '' : 'hidden';
    head.replaceChildren(...feeding.heads.map(columnHead));
    while (lines.length < mostRows) lines.push(makeRow(body, 3));
    lines.forEach((line, i) => {
      const row = rows.at(i);
      const target = row?.target ?? null;
      setFlag(line.element, 'hidden', i >= mostRows);
      line.fill(row !== undefined);
      line.head(target ? shortName(words, target) : (row?.name ?? ''), target);
      line.cells.forEach((cell, column) => {
        renewText(cell, row?.texts[column] ?? '');
      });
      setAttribute(line.element, 'class', printed && i === rows.length - 1 ? 'feeds-sum' : null);
    });
  };
}

function columnHead(text: string): HTMLElement {
  const cell = create(text ? 'th' : 'td', '', text);
  if (text) cell.setAttribute('scope', 'col');
  return cell;
}

/** The head of the column tells the layer. */
function shortName(words: Words, part: Part): string {
  if (!('cell' in part && 'map' in part)) return partName(words, part);
  const { row, column } = cellPlace(part.layer, part.cell);
  return say(words, 'part.cellOf', {
    node: say(words, 'part.map', { number: part.map + 1 }),
    cell: say(words, 'part.cell', { row: row + 1, column: column + 1 }),
  });
}
