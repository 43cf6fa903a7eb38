/** What a part feeds, as text: the lines that add up to all that it brings, and what must be said beside them. */

import type { Evidence, Feed, LogitForm } from '../explain/provenance/description.ts';
import { unitOrigin } from '../explain/provenance/origins.ts';
import { feedsOf } from '../explain/provenance/provenance.ts';
import { shareOfTarget } from '../explain/provenance/shares.ts';
import { isUnit, nodeOf, type Part } from '../explain/unit.ts';
import { noteOf } from './arithmetic.ts';
import { type NumberStyle, totalOf } from './formula.ts';
import { layerName } from './layers.ts';
import { type Formula, readFormula } from './notation.ts';
import { partName } from './parts.ts';
import { decimalsFor, lineName, type PrintedSum, printSum } from './sums.ts';
import { say, type Words } from './words.ts';

export interface FeedRow {
  /** What takes it in; null for a line that stands for several targets, or for the sum. */
  readonly target: Part | null;
  /** Of a line without a target. */
  readonly name: string;
  /** The weight; what the part brings; how much that is of all that flows into the target. Empty if there is no such. */
  readonly texts: readonly [weight: string, amount: string, share: string];
}

export interface Feeding {
  /** The layer that takes it in, and what the rows' texts are; empty for a column that is. */
  readonly heads: readonly string[];
  /** The largest first. */
  readonly rows: readonly FeedRow[];
  /** As many as there ever are, whatever is drawn. */
  readonly mostRows: number;
  /** What the rows add up to, as printed; null if they are no sum. */
  readonly printed: PrintedSum | null;
  readonly note: string;
}

/** Targets with a line of their own. */
const SHOWN = 6;
/** Besides these: the smaller ones, the silent ones, rounding, the sum. */
const OTHER_LINES = 4;
const MOST_DECIMALS = 3;
const WEIGHT_DECIMALS = 2;

export function feedingOf(part: Part, evidence: Evidence, form: LogitForm, style: NumberStyle, shown = SHOWN): Feeding {
  const { words, write, share } = style;
  const feeds = feedsOf(part, evidence, form);
  const first = feeds.at(0);
  // A link goes on leading to its target, even if no unit of that is live.
  if (!first && part.layer !== 'link')
    return { heads: [], rows: [], mostRows: 0, printed: null, note: say(words, 'fed.nothing') };
  const { target = part, weight, wins } = first ?? {};
  const decimals = Math.min(MOST_DECIMALS, decimalsFor({ terms: feeds, sum: 0 }));
  const rowOf = (feed: Feed, amount: string): FeedRow => ({
    target: feed.target,
    name: '',
    texts: [
      feed.weight === undefined ? '' : write(feed.weight, WEIGHT_DECIMALS),
      amount,
      feed.wins === undefined ? share(shareOfTarget(part, feed, evidence, form)) : '',
    ],
  });
  const heads = [
    layerName(words, nodeOf(target).layer),
    weight === undefined ? '' : say(words, 'unit.weight'),
    say(words, weight === undefined ? 'why.amount' : 'unit.amount'),
    wins === undefined ? say(words, 'fed.share') : '',
  ];
  const single = part.layer === 'logit' ? feeds[part.digit] : wins !== undefined && first;
  if (single) {
    const note =
      wins !== undefined && isUnit(target)
        ? noteOf(unitOrigin(target, evidence, form), style)
        : say(words, 'fed.softmax');
    return { heads, rows: [rowOf(single, write(single.amount, decimals))], mostRows: 1, printed: null, note };
  }

  const sum = feeds.reduce((total, { amount }) => total + amount, 0);
  const printed = printSum({ terms: feeds, sum }, { decimals, shown, order: 'largest first' }, write);
  const rowFor = (name: string, amount: string): FeedRow => ({ target: null, name, texts: ['', amount, ''] });
  const rows = printed.lines.map((line) =>
    line.kind === 'term' ? rowOf(feeds[line.terms[0]], line.text) : rowFor(lineName(words, line), line.text),
  );
  rows.push(rowFor(say(words, 'diagram.tableSum'), printed.total));
  const mostRows = (part.layer === 'link' ? shown : Math.min(feeds.length, shown)) + OTHER_LINES;
  return { heads, rows, mostRows, printed, note: say(words, 'fed.shares') };
}

/** The rows' sum, each under its target's name; null if they are no sum. */
export function feedingFormula({ heads, rows, printed }: Feeding, words: Words): Formula | null {
  if (printed === null) return null;
  const left = heads[1] ? '∑_t w_t · x' : '∑_t C_t';
  return readFormula(`${left} = ${totalOf(printed, (_, place) => rowName(rows[place], words))}`);
}

export function rowName({ target, name }: FeedRow, words: Words): string {
  return target ? partName(words, target) : name;
}
