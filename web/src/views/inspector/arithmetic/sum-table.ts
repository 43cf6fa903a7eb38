import type { ArithmeticRow } from '../../../text/arithmetic.ts';
import { create, renewText, setAttribute, setFlag, setText } from '../../parts/dom.ts';
import { waterfallOf } from '../../parts/waterfall.ts';
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
      const showBar = waterfallOf(rows);
      const room = Math.max(most, rows.length);
      while (lines.length < room) lines.push(makeLine(body));
      lines.forEach((line, i) => {
        setFlag(line.element, 'hidden', i >= room);
        line.show(rows[i], showBar);
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
    show(row: ArithmeticRow | undefined, showBar: ReturnType<typeof waterfallOf>) {
      const { name, part, text, strong } = row ?? NOTHING;
      fill(row !== undefined);
      head(name, part);
      renewText(amount, text);
      setAttribute(element, 'class', strong ? (part ? 'unit-winner' : 'feeds-sum') : null);
      showBar(bar, row ?? NOTHING);
    },
  };
}
