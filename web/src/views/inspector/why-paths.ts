import type { PathSum } from '../../explain/attribution/paths.ts';
import { pathLines } from '../../text/paths.ts';
import type { WriteQuantity } from '../../text/quantities.ts';
import { say, type Words } from '../../text/words.ts';
import { create } from '../parts/dom.ts';

export interface PathTable {
  readonly element: HTMLTableElement;
  /** Hidden while there is nothing to follow back. */
  fill(paths: readonly PathSum[] | null, words: Words, write: WriteQuantity): void;
}

/** The difference as it arrives at each layer, as printed sums under one another: a block of rows a layer. */
export function createPathTable(): PathTable {
  const element = create('table', 'why-paths');
  return {
    element,
    fill(paths, words, write) {
      element.hidden = paths === null;
      if (paths === null) return;
      const head = create('thead');
      head.append(row('th', [say(words, 'why.node'), say(words, 'why.live'), say(words, 'why.amount')], 'col'));
      const bodies = paths.map((path) => {
        const body = create('tbody');
        body.append(...pathLines(words, write, path).map(({ name, live, amount }) => row('td', [name, live, amount])));
        return body;
      });
      element.replaceChildren(create('caption', '', say(words, 'why.paths')), head, ...bodies);
    },
  };
}

/** The first cell heads the row, unless all are headings of columns. */
function row(kind: 'th' | 'td', texts: readonly string[], scope = 'row'): HTMLTableRowElement {
  const element = create('tr');
  element.append(
    ...texts.map((text, i) => {
      const cell = create(i === 0 ? 'th' : kind, '', text);
      if (i === 0 || kind === 'th') cell.setAttribute('scope', scope);
      return cell;
    }),
  );
  return element;
}
