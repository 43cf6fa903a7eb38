import type { ArithmeticRow } from '../../../text/arithmetic.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../../parts/dom.ts';
import { makeRow } from './row.ts';

export interface SumTable {
  readonly element: HTMLTableElement;
  /** Shows the rows in the room of `most`, so that nothing moves when there are fewer. */
  show(rows: readonly ArithmeticRow[], most: number, caption: string): void;
}

const NOTHING: ArithmeticRow = { name: '', part: null, text: '', from: 0, to: 0, strong: false };

/** A printed sum as a waterfall: each bar begins where the one above ends. */
export function createSumTable(): SumTable {
  const element = create('table', 'feeds unit-sum');
  const caption = element.appendChild(create('caption'));
  const body = element.createTBody();
  const lines: ReturnType<typeof makeLine>[] = [];
  return {
    element,
    show(rows, most, title) {
      setText(caption, title);
      const ends = rows.flatMap(({ from, to }) => [from, to]);
      const low = Math.min(0, ...ends);
      const span = Math.max(0, ...ends) - low || 1;
      const room = Math.max(most, rows.length);
      while (lines.length < room) lines.push(makeLine(body));
      lines.forEach((line, i) => {
        setFlag(line.element, 'hidden', i >= room);
        line.show(rows[i], low, span);
      });
    },
  };
}

function makeLine(body: HTMLTableSectionElement) {
  const { element, cells, head, fill } = makeRow(body, 2);
  const [place, amount] = cells;
  const bar = place.appendChild(create('i'));
  return {
    element,
    /** Empty without a row. */
    show(row: ArithmeticRow | undefined, low: number, span: number) {
      const { name, part, text, from, to, strong } = row ?? NOTHING;
      fill(row !== undefined);
      head(name, part);
      renewText(amount, text);
      setAttribute(element, 'class', strong ? (part ? 'unit-winner' : 'feeds-sum') : null);
      setFlag(bar, 'data-against', to < from);
      const [left, width] = [Math.min(from, to) - low, Math.abs(to - from)];
      // A transform moves nothing else, and does not count as a shift of the page.
      bar.style.transform = `translateX(${(100 * left) / span}%) scaleX(${width / span})`;
    },
  };
}
