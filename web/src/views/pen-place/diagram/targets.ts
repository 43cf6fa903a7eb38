/** What of the diagram can be pointed at and chosen, and where: for a pointer's aim and for the keyboard's walk. */

import type { AttentionOf } from '../../../explain/pen/attention.ts';
import { legalAt } from '../../../explain/pen/next.ts';
import type { PenPart } from '../../../explain/pen/parts.ts';
import { SIZES } from '../../../net/pen/description.ts';
import { distanceToBox } from '../../diagram/hit.ts';
import type { Box } from '../../diagram/layout.ts';
import { barBox, cellBox, glyphBox, type Layout, outputBox } from './layout.ts';
import { partIn, ROWS, type Row, rowIndex, rowsOf } from './rows.ts';

/** A token to look at, a head to choose, or a number. */
export type Target =
  | { readonly kind: 'token'; readonly token: number }
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'part'; readonly part: PenPart };

export interface Item {
  readonly box: Box;
  readonly target: Target;
}

/** The columns, each of which is one tab stop. */
export const SECTIONS = ['strip', 'embedding', 'layer1', 'layer2', 'output'] as const;
export type Section = (typeof SECTIONS)[number];

/** What is shown. */
export interface Shown {
  /** With ASK, where anything is drawn. */
  readonly ids: Uint8Array;
  /** The position of the token that is looked at. */
  readonly token: number;
  readonly heads: AttentionOf;
}

/** A section's items, line by line, from left to right. */
export function itemLines(section: Section, layout: Layout, shown: Shown): readonly (readonly Item[])[] {
  const { token } = shown;
  switch (section) {
    case 'strip':
      return stripLines(layout, shown);
    case 'embedding':
      return rowLines(
        layout,
        token,
        (row) => (row.layer === null && row.name !== 'normalized') || isEmbedding(layout, row),
      );
    case 'output':
      return [...rowLines(layout, token, ({ name }) => name === 'normalized'), outputLine(layout, shown)];
    default: {
      const layer = section === 'layer1' ? 0 : 1;
      const matrices = Array.from({ length: SIZES.heads }, (_, head): Item => {
        const box = layout.matrices[layer * SIZES.heads + head];
        return { box, target: { kind: 'head', layer, head } };
      });
      const rows = rowLines(layout, token, (row) => row.layer === layer && !isEmbedding(layout, row));
      return [matrices, ...rows].sort(([a], [b]) => a.box.y - b.box.y);
    }
  }
}

function stripLines({ strip }: Layout, { ids, token, heads }: Shown): readonly (readonly Item[])[] {
  const lines: Item[][] = [];
  for (let first = 0; first < ids.length; first += strip.perLine) {
    const tokens = Array.from({ length: Math.min(strip.perLine, ids.length - first) }, (_, i) => first + i);
    lines.push(tokens.map((at) => ({ box: glyphBox(strip, at), target: { kind: 'token', token: at } })));
    const keys = tokens.filter((key) => key <= token);
    if (keys.length === 0) continue;
    const { layer, head } = heads;
    lines.push(
      keys.map((key) => ({
        box: barBox(strip, key),
        target: { kind: 'part', part: { quantity: 'attention', layer, head, token, key } },
      })),
    );
  }
  return lines;
}

/** Whether the row is all that is seen of the embedding, whose terms are folded. */
function isEmbedding({ rows }: Layout, { name, layer }: Row): boolean {
  return name === 'before' && layer === 0 && rows[rowIndex('token', null)] === null;
}

function rowLines(layout: Layout, token: number, wanted: (row: Row) => boolean): Item[][] {
  return ROWS.flatMap((row, index) => {
    const place = layout.rows[index];
    if (place === null || !wanted(row)) return [];
    const perLine = Math.ceil(row.units / place.lines);
    return Array.from({ length: place.lines }, (_, line) =>
      Array.from({ length: perLine }, (_, i): Item => {
        const unit = line * perLine + i;
        return { box: cellBox(place, unit), target: { kind: 'part', part: partIn(row, token, unit) } };
      }),
    );
  });
}

function outputLine({ output }: Layout, { ids, token }: Shown): Item[] {
  const legal = legalAt(ids, token);
  return legal.map((next, i) => ({
    box: outputBox(output, i, legal.length),
    target: { kind: 'part', part: { quantity: 'probability', token, next } },
  }));
}

/** How far a pointer may be from what it means, in px. */
export const MOUSE_REACH = 2;
export const TOUCH_REACH = 14;

export interface Aim {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
}

/** What is aimed at; null for none. In a matrix it is a number of any token, in what it sees; else the head. */
export function targetAimedAt(layout: Layout, shown: Shown, { x, y, reach }: Aim): Target | null {
  let nearest: Target | null = null;
  let least = reach;
  for (const section of SECTIONS) {
    for (const line of itemLines(section, layout, shown)) {
      for (const { box, target } of line) {
        const distance = distanceToBox(box, x, y);
        if (distance > least || (distance === least && nearest !== null)) continue;
        least = distance;
        nearest = target;
      }
    }
  }
  if (nearest?.kind !== 'head') return nearest;
  const { layer, head } = nearest;
  const box = layout.matrices[layer * SIZES.heads + head];
  const [token, key] = [along(y - box.y, box.height, shown.ids.length), along(x - box.x, box.width, shown.ids.length)];
  if (key > token || reach > MOUSE_REACH) return nearest;
  return { kind: 'part', part: { quantity: 'attention', layer, head, token, key } };
}

function along(offset: number, side: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((offset / side) * count)));
}

/** Where a walk stands: on which of a section's lines, and where in it. */
export interface Step {
  readonly line: number;
  readonly at: number;
  /** In px: where the walk up and down began, to which it comes back from wider items. */
  readonly x?: number;
}

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** Walks along a line, or to what stands nearest above or below; it stays where there is nothing. */
export function walkOn(lines: readonly (readonly Item[])[], from: Step, direction: Direction): Step {
  const line = Math.min(from.line, lines.length - 1);
  const at = Math.min(from.at, lines[line].length - 1);
  switch (direction) {
    case 'left':
      return { line, at: Math.max(0, at - 1) };
    case 'right':
      return { line, at: Math.min(lines[line].length - 1, at + 1) };
    case 'first':
      return { line, at: 0 };
    case 'last':
      return { line, at: lines[line].length - 1 };
    default: {
      const next = line + (direction === 'up' ? -1 : 1);
      const { box } = lines[line][at];
      const x = from.x ?? box.x + box.width / 2;
      if (next < 0 || next >= lines.length) return { line, at, x };
      return { line: next, at: nearestIn(lines[next], x), x };
    }
  }
}

function nearestIn(line: readonly Item[], x: number): number {
  const away = ({ box }: Item) => Math.abs(box.x + box.width / 2 - x);
  return line.reduce((best, item, i) => (away(item) < away(line[best]) ? i : best), 0);
}

/** Round what a part names, wherever it is shown; nothing for a number of another token. */
export function boxesRound(part: PenPart, layout: Layout, shown: Shown): readonly Box[] {
  const { ids, token, heads } = shown;
  if (part.token >= ids.length) return [];
  if ('key' in part) {
    const { x, y, width, height } = layout.matrices[part.layer * SIZES.heads + part.head];
    const cell = { x: x + (part.key * width) / ids.length, y: y + (part.token * height) / ids.length };
    const inMatrix = { ...cell, width: width / ids.length, height: height / ids.length };
    const isOfStrip = part.token === token && part.layer === heads.layer && part.head === heads.head;
    return isOfStrip ? [inMatrix, barBox(layout.strip, part.key)] : [inMatrix];
  }
  if (part.token !== token) return [];
  if ('next' in part) {
    const legal = legalAt(ids, token);
    const index = legal.indexOf(part.next);
    return index < 0 ? [] : [outputBox(layout.output, index, legal.length)];
  }
  return rowsOf(part).flatMap((row) => {
    const place = layout.rows[row];
    return place === null ? [] : [cellBox(place, part.unit)];
  });
}
