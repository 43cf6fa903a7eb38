import type { Part } from '../../explain/unit.ts';
import { evidenceOf } from '../../state/explanation.ts';
import type { Frame } from '../../state/frame.ts';
import { cellName } from '../../text/arithmetic.ts';
import { type FeedRow, feedingOf } from '../../text/feeding.ts';
import { styleOf } from '../../text/formula.ts';
import { partName } from '../../text/parts.ts';
import { say, type Words } from '../../text/words.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../parts/dom.ts';
import { makeRow, type Row } from './arithmetic/row.ts';

const NOTHING: FeedRow = { target: null, texts: ['', '', '', ''] };

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
    head.replaceChildren(...(feeding.heads ?? []).map((text) => create(text ? 'th' : 'td', '', text)));
    while (lines.length < mostRows) lines.push(makeRow(body, 3));
    lines.forEach((line, i) => {
      const { target, texts } = rows.at(i) ?? NOTHING;
      setFlag(line.element, 'hidden', i >= mostRows);
      line.fill(i < rows.length);
      line.head(target ? shortName(words, target) : texts[0], target);
      line.cells.forEach((cell, column) => {
        renewText(cell, texts[column + 1]);
      });
      setAttribute(line.element, 'class', printed && i === rows.length - 1 ? 'feeds-sum' : null);
    });
  };
}

/** The head of the column tells the layer. */
function shortName(words: Words, part: Part): string {
  if (!('cell' in part && 'map' in part)) return partName(words, part);
  const node = `${say(words, 'term.map')} ${part.map + 1}`;
  return say(words, 'part.cellOf', { node, cell: cellName(words, part) });
}
