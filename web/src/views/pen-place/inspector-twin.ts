import { nextAt } from '../../explain/pen/next.ts';
import { penValue } from '../../explain/pen/values.ts';
import { SIZES } from '../../net/pen/description.ts';
import type { Frame } from '../../state/frame.ts';
import { shownToken } from '../../state/pen-asking.ts';
import type { PenReading } from '../../state/pen-reading.ts';
import { placedSign, tokenMeaning, tokenSign } from '../../text/pen-tokens.ts';
import { say, type Words } from '../../text/words.ts';
import { create, setAttribute, setText } from '../parts/dom.ts';
import type { MakeRest } from '../parts/rest.ts';

/** The tables are updated once the drawing has been unchanged for this long. */
const REST_MS = 500;
const HEADS = Array.from({ length: SIZES.layers * SIZES.heads }, (_, i) => ({
  layer: Math.trunc(i / SIZES.heads),
  head: i % SIZES.heads,
}));

/** What the diagram and the ink show of the network, as tables; written only while they are open. */
export interface PenTwin {
  readonly element: HTMLDetailsElement;
  update(frame: Frame, renamed: boolean, time: number): void;
}

export function createPenTwin(makeRest: MakeRest): PenTwin {
  const element = create('details', 'pen-twin');
  const opener = element.appendChild(create('summary'));
  const scroller = element.appendChild(create('div', 'diagram-tables'));
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'region');
  let latest: Frame | null = null;
  const write = (): void => {
    if (latest?.penReading && element.open) scroller.replaceChildren(...tablesOf(latest, latest.penReading));
  };
  const rest = makeRest(REST_MS, write);
  element.addEventListener('toggle', write);
  return {
    element,
    update(frame, renamed, time) {
      const before = latest;
      latest = frame;
      if (renamed) {
        setText(opener, say(frame.words, 'penInspector.twin'));
        setAttribute(scroller, 'aria-label', say(frame.words, 'penInspector.twin'));
        write();
      } else if (
        element.open &&
        (before?.penReading !== frame.penReading || before?.state.penAsking !== frame.state.penAsking)
      )
        rest.note(time);
    },
  };
}

function tablesOf(frame: Frame, reading: PenReading): HTMLTableElement[] {
  const token = shownToken(frame.state.penAsking, reading.tokens);
  const tables = [nextTable(frame, reading, token), tokenTable(frame, reading)];
  if (reading.probabilities) tables.unshift(digitTable(frame, reading.probabilities));
  return [...tables, attentionTable(frame, reading, token), streamTable(frame, reading, token)];
}

function digitTable({ words, numbers }: Frame, probabilities: Float32Array): HTMLTableElement {
  const rows = Array.from(probabilities, (share, digit) => [String(digit), numbers.probability.usual(share)]);
  return table(say(words, 'penInspector.twinDigits'), ['', say(words, 'diagram.tableProbability')], rows);
}

/** After the token that is looked at, as in the diagram: the most probable first; what may not come is no row. */
function nextTable({ words, numbers }: Frame, { trace }: PenReading, token: number): HTMLTableElement {
  const next = nextAt(trace, token);
  const rows = [...next.keys()]
    .filter((id) => next[id] > 0)
    .sort((a, b) => next[b] - next[a])
    .map((id) => [tokenMeaning(words, id), numbers.probability.usual(next[id])]);
  return table(say(words, 'penInspector.twinNext', { token }), ['', say(words, 'diagram.tableProbability')], rows);
}

function tokenTable({ words, numbers }: Frame, { tokens, places }: PenReading): HTMLTableElement {
  const rows = Array.from(tokens.ids, (id, at) => {
    const place = [places.x[at], places.y[at]].map(numbers.decimal).join(', ');
    const up = places.up[at] ? ` (${say(words, 'penInspector.twinUp')})` : '';
    return [String(at), tokenMeaning(words, id), places.known[at] ? place + up : ''];
  });
  const heads = (['twinToken', 'twinMeans', 'twinPlace'] as const).map((key) => say(words, `penInspector.${key}`));
  return table(say(words, 'penInspector.twinTokens'), heads, rows);
}

function attentionTable({ words, numbers }: Frame, { tokens, trace }: PenReading, token: number): HTMLTableElement {
  const rows = Array.from({ length: token + 1 }, (_, key) => [
    placedSign(words, key, tokens.ids),
    ...HEADS.map(({ layer, head }) =>
      numbers.percent(penValue(trace, { quantity: 'attention', layer, head, token, key })),
    ),
  ]);
  const heads = HEADS.map(({ layer, head }) =>
    say(words, 'penInspector.twinHead', { layer: layer + 1, head: head + 1 }),
  );
  const caption = say(words, 'penInspector.twinAttention', ofToken(words, tokens.ids, token));
  return table(caption, [say(words, 'penInspector.twinToken'), ...heads], rows);
}

function streamTable({ words, numbers }: Frame, { tokens, trace }: PenReading, token: number): HTMLTableElement {
  const { width } = SIZES;
  const lengthOf = (rows: Float32Array): string =>
    numbers.decimal(Math.hypot(...rows.subarray(token * width, (token + 1) * width)));
  const at = (layer: number, quantity: string): string =>
    say(words, 'penInspector.twinStreamAt', { layer: layer + 1, quantity });
  const rows = trace.layers.flatMap(({ attended, middle, fedForward, after }, layer) => [
    [at(layer, say(words, 'penPart.attended')), lengthOf(attended)],
    [at(layer, say(words, 'penPart.middle')), lengthOf(middle)],
    [at(layer, say(words, 'penPart.fedForward')), lengthOf(fedForward)],
    [at(layer, say(words, 'penPart.after')), lengthOf(after)],
  ]);
  rows.unshift([say(words, 'penPart.embedding'), lengthOf(trace.embedding.sum)]);
  const caption = say(words, 'penInspector.twinStream', ofToken(words, tokens.ids, token));
  return table(caption, ['', say(words, 'penInspector.twinLength')], rows);
}

function ofToken(words: Words, ids: Uint8Array, token: number): { token: number; sign: string } {
  return { token, sign: tokenSign(words, ids[token]) };
}

/** The first cell of a row is its head. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const element = create('table');
  element.createCaption().textContent = caption;
  const head = element.createTHead().insertRow();
  for (const text of heads) {
    const cell = create(text ? 'th' : 'td', '', text);
    if (text) cell.setAttribute('scope', 'col');
    head.append(cell);
  }
  const body = element.createTBody();
  for (const [first, ...others] of rows) {
    const row = body.insertRow();
    const name = row.appendChild(create('th', '', first));
    name.scope = 'row';
    for (const text of others) row.insertCell().textContent = text;
  }
  return element;
}
