import { type Feed, feedsOf } from '../../explain/feeds.ts';
import { writePart } from '../../explain/unit.ts';
import type { Frame } from '../../state/frame.ts';
import { partName } from '../../text/parts.ts';
import { say } from '../../text/words.ts';
import { create, setFlag, setText } from '../parts/dom.ts';
import type { Section } from './section.ts';

/** How many sources have a row of their own; the others share one. */
const MOST_ROWS = 6;

/** Any part: what feeds its node, or the link's target, the strongest sources first; the rows add up to the sum. */
export const feedsSection: Section = {
  accepts: () => true,
  mount(root) {
    const heading = root.appendChild(create('h2'));
    const table = root.appendChild(create('table', 'feeds'));
    const caption = table.appendChild(create('caption'));
    const body = table.appendChild(create('tbody'));
    const rows = Array.from({ length: MOST_ROWS }, () => makeRow(body));
    const [others, bias, sum] = [makeRow(body), makeRow(body), makeRow(body)];
    sum.element.classList.add('feeds-sum');
    return (frame, part) => {
      const { words, contributions } = frame;
      const feeds = contributions && feedsOf(part, contributions);
      setText(heading, partName(words, feeds?.target ?? part));
      setFlag(table, 'hidden', feeds === null);
      if (feeds === null) return;
      setText(caption, say(words, 'inspector.feeds'));
      rows.forEach((row, place) => {
        row.showSource(frame, feeds.sources[place]);
      });
      const rest = feeds.sources.slice(MOST_ROWS);
      const restAmount = rest.reduce((total, { amount }) => total + amount, 0);
      others.show(frame, say(words, 'inspector.others', { count: rest.length }), restAmount);
      setFlag(others.element, 'hidden', rest.length === 0);
      bias.show(frame, say(words, 'inspector.bias'), feeds.bias);
      sum.show(frame, say(words, 'diagram.tableSum'), feeds.sum);
    };
  },
};

interface Row {
  readonly element: HTMLElement;
  show(frame: Frame, name: string, amount: number): void;
  /** Hidden without a source. */
  showSource(frame: Frame, feed: Feed | undefined): void;
}

function makeRow(body: HTMLElement): Row {
  const element = body.appendChild(create('tr'));
  const name = element.appendChild(create('th'));
  name.scope = 'row';
  const amount = element.appendChild(create('td'));
  let button: HTMLButtonElement | null = null;
  return {
    element,
    show({ numbers }, written, value) {
      setText(name, written);
      setText(amount, numbers.signed(value));
    },
    showSource({ words, numbers }, feed) {
      setFlag(element, 'hidden', feed === undefined);
      if (feed === undefined) return;
      if (button === null) {
        button = name.appendChild(create('button', 'quiet'));
        button.type = 'button';
      }
      button.dataset.part = writePart(feed.source);
      setText(button, partName(words, feed.source));
      setText(amount, numbers.signed(feed.amount));
    },
  };
}
