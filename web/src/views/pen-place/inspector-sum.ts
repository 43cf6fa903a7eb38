import type { PenFeedRow, PenSumRow } from '../../text/pen-arithmetic.ts';
import { create, renewText, setAttribute, setFlag } from '../parts/dom.ts';
import { waterfallOf } from '../parts/waterfall.ts';
import { createLinkLine } from './inspector-links.ts';

/** Tables of lines that lead to numbers; what a shorter one leaves empty keeps its room, so that nothing moves. */
export interface LineTable<Row> {
  readonly element: HTMLTableElement;
  /** Shows the rows in the room of `most`. */
  show(rows: readonly Row[], most: number): void;
}

const NO_SUM: PenSumRow = { head: [], text: '', from: 0, to: 0, mark: null };
const NO_FEED: PenFeedRow = { head: { text: '', part: null }, text: '' };

/** A printed sum as a waterfall: each bar begins where the one above ends. */
export function createPenSumTable(): LineTable<PenSumRow> {
  const element = create('table', 'feeds unit-sum');
  const body = element.createTBody();
  const lines: ReturnType<typeof makeLinkedRow>[] = [];
  return {
    element,
    show(rows, most) {
      const showBar = waterfallOf(rows);
      const room = Math.max(most, rows.length);
      while (lines.length < room) lines.push(makeLinkedRow(body, true));
      lines.forEach(({ element: line, head, bar, amount, fill }, i) => {
        const row = rows.at(i) ?? NO_SUM;
        setFlag(line, 'hidden', i >= room);
        fill(i < rows.length);
        head.show(row.head);
        renewText(amount, row.text);
        setAttribute(line, 'class', row.mark && (row.mark === 'own' ? 'unit-winner' : 'feeds-sum'));
        showBar(bar, row);
      });
    },
  };
}

/** What a number feeds, with what it brings. */
export function createFeedTable(): LineTable<PenFeedRow> {
  const element = create('table', 'feeds unit-sum pen-feeding');
  const body = element.createTBody();
  const lines: ReturnType<typeof makeLinkedRow>[] = [];
  return {
    element,
    show(rows, most) {
      const room = Math.max(most, rows.length);
      while (lines.length < room) lines.push(makeLinkedRow(body, false));
      lines.forEach(({ element: line, head, amount, fill }, i) => {
        const row = rows.at(i) ?? NO_FEED;
        setFlag(line, 'hidden', i >= room);
        fill(i < rows.length);
        head.show([row.head]);
        renewText(amount, row.text);
      });
    },
  };
}

function makeLinkedRow(body: HTMLTableSectionElement, barred: boolean) {
  const element = body.insertRow();
  const header = element.appendChild(create('th'));
  header.scope = 'row';
  const head = createLinkLine();
  header.append(head.element);
  const bar = create('i');
  if (barred) element.insertCell().append(bar);
  const amount = element.insertCell();
  return {
    element,
    head,
    bar,
    amount,
    fill: (filled: boolean): void => {
      element.style.visibility = filled ? '' : 'hidden';
    },
  };
}
