import { cellPlace, type Part, writePart } from '../../explain/unit.ts';
import { evidenceOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { memoize } from '../../state/memo.ts';
import { type FeedRow, feedingOf } from '../../text/feeding.ts';
import { partName } from '../../text/parts.ts';
import { createQuantities } from '../../text/quantities.ts';
import { say, type Words } from '../../text/words.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../parts/dom.ts';

/** Below whatever shows a part: what it feeds, each a button that selects it. Nothing moves when there is less. */
export function mountFeeding(root: HTMLElement): (frame: Frame, part: Part) => void {
  const heading = root.appendChild(create('h3'));
  const fed = root.appendChild(create('div'));
  const note = fed.appendChild(create('p', 'unit-note'));
  const table = fed.appendChild(create('table', 'feeds feeding'));
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const rows: ReturnType<typeof makeRow>[] = [];
  const writeIn = memoize(createQuantities);
  return (frame, part) => {
    const { words, language, trace, state } = frame;
    const { exact, rough } = frame.numbers.probability;
    const style = { words, write: writeIn(language), probability: exact, share: rough };
    const {
      heads,
      rows: filled,
      mostRows,
      printed,
      note: said,
    } = feedingOf(part, evidenceOf(frame), state.logits, style);
    setText(heading, say(words, 'fed.heading'));
    setText(note, said);
    fed.style.visibility = trace ? '' : 'hidden';
    head.replaceChildren(...heads.map(columnHead));
    while (rows.length < mostRows) rows.push(makeRow(body));
    rows.forEach((row, i) => {
      setFlag(row.element, 'hidden', i >= mostRows);
      row.show(words, filled[i], printed !== null && i === filled.length - 1);
    });
  };
}

function columnHead(text: string): HTMLElement {
  const cell = create(text ? 'th' : 'td', '', text);
  if (text) cell.setAttribute('scope', 'col');
  return cell;
}

function makeRow(body: HTMLTableSectionElement) {
  const element = body.insertRow();
  const name = element.appendChild(create('th'));
  name.scope = 'row';
  const plain = name.appendChild(create('span'));
  const button = name.appendChild(create('button', 'quiet'));
  button.type = 'button';
  const cells = Array.from({ length: 3 }, () => element.insertCell());
  return {
    element,
    /** Empty without a row. */
    show(words: Words, row: FeedRow | undefined, isSum: boolean) {
      const target = row?.target ?? null;
      element.style.visibility = row ? '' : 'hidden';
      setAttribute(button, 'data-part', target && writePart(target));
      setFlag(button, 'hidden', target === null);
      setText(button, target ? shortName(words, target) : '');
      setText(plain, row?.name ?? '');
      cells.forEach((cell, i) => {
        renewText(cell, row?.texts[i] ?? '');
      });
      setAttribute(element, 'class', isSum ? 'feeds-sum' : null);
    },
  };
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
