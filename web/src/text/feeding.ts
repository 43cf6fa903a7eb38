/** What a part feeds, as text: the lines that add up to all that it brings, and what must be said beside them. */

import type { Evidence, Feed, LogitForm } from '../explain/provenance/description.ts';
import { unitOrigin } from '../explain/provenance/origins.ts';
import { feedsOf } from '../explain/provenance/provenance.ts';
import { shareOfTarget } from '../explain/provenance/shares.ts';
import { isUnit, nodeOf, type Part } from '../explain/unit.ts';
import { noteOf } from './arithmetic.ts';
import { type NumberStyle, writtenSum } from './formula.ts';
import { layerName } from './layers.ts';
import { type Formula, readFormula } from './notation.ts';
import { partName } from './parts.ts';
import { decimalsFor, lineName, type PrintedSum, printSum } from './sums.ts';
import { say } from './words.ts';

/** A row's or the heads' texts; what the part brings, and how much that is of all that flows into the target. Some are empty. */
export type FeedTexts = readonly [name: string, weight: string, amount: string, share: string];

export interface FeedRow {
  /** What takes it in; null for a line that stands for several targets, or for the sum. */
  readonly target: Part | null;
  readonly texts: FeedTexts;
}

export interface Feeding {
  /** The layer that takes it in, and what the other texts are; null if nothing does. */
  readonly heads: FeedTexts | null;
  /** The largest first. */
  readonly rows: readonly FeedRow[];
  /** As many as there ever are, whatever is drawn. */
  readonly mostRows: number;
  /** What the rows add up to, as printed; null if they are no sum. */
  readonly printed: PrintedSum | null;
  readonly note: string;
}

/** Targets with a line of their own. Whatever adds up feeds more. */
const SHOWN = 6;
/** Besides these: the smaller ones, the silent ones, rounding, the sum. */
const OTHER_LINES = 4;
const MOST_DECIMALS = 3;
const WEIGHT_DECIMALS = 2;

export function feedingOf(part: Part, evidence: Evidence, form: LogitForm, style: NumberStyle, shown = SHOWN): Feeding {
  const { words, write } = style;
  const feeds = feedsOf(part, evidence, form);
  const first = feeds.at(0);
  // A link goes on leading to its target, even if no unit of that is live.
  if (!first && part.layer !== 'link')
    return { heads: null, rows: [], mostRows: 0, printed: null, note: say(words, 'fed.nothing') };
  const { target = part, weight, wins } = first ?? {};
  const decimals = Math.min(MOST_DECIMALS, decimalsFor({ terms: feeds, sum: 0 }));
  const isWeighted = weight !== undefined;
  const isPooled = wins !== undefined;
  const heads: FeedTexts = [
    layerName(words, nodeOf(target).layer),
    isWeighted ? say(words, 'unit.weight') : '',
    say(words, isWeighted ? 'unit.amount' : 'why.amount'),
    isPooled ? '' : say(words, 'fed.share'),
  ];
  const rowOf = (feed: Feed, amount: string): FeedRow => ({
    target: feed.target,
    texts: [
      partName(words, feed.target),
      feed.weight === undefined ? '' : write(feed.weight, WEIGHT_DECIMALS),
      amount,
      isPooled ? '' : style.share(shareOfTarget(part, feed, evidence, form)),
    ],
  });
  const only = part.layer === 'logit' ? feeds[part.digit] : isPooled && first;
  if (only) {
    const note =
      isPooled && isUnit(target) ? noteOf(unitOrigin(target, evidence, form), style) : say(words, 'fed.softmax');
    return { heads, rows: [rowOf(only, write(only.amount, decimals))], mostRows: 1, printed: null, note };
  }

  const sum = feeds.reduce((total, { amount }) => total + amount, 0);
  const printed = printSum({ terms: feeds, sum }, { decimals, shown, order: 'largest first' }, write);
  const together = (name: string, amount: string): FeedRow => ({ target: null, texts: [name, '', amount, ''] });
  const rows = printed.lines.map((line) =>
    line.kind === 'term' ? rowOf(feeds[line.terms[0]], line.text) : together(lineName(words, line), line.text),
  );
  rows.push(together(say(words, 'diagram.tableSum'), printed.signedTotal));
  return { heads, rows, mostRows: shown + OTHER_LINES, printed, note: say(words, 'fed.shares') };
}

/** The rows' sum, each amount over the row's name; null if they are no sum. */
export function feedingFormula({ heads, rows, printed }: Feeding): Formula | null {
  if (printed === null) return null;
  const left = heads?.[1] ? '∑_t w_t · x' : '∑_t C_t';
  return readFormula(`${left} = ${writtenSum(printed, (_, place) => rows[place].texts[0])}`);
}
