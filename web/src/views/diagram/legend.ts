import { STAGES } from '../../explain/topology.ts';
import { css, inked, type Palette } from '../../look/color.ts';
import type { Frame } from '../../state/frame.ts';
import { layerName } from '../../text/layers.ts';
import { say } from '../../text/words.ts';
import { contextOf, fitCanvas } from '../parts/canvas.ts';
import { create } from '../parts/dom.ts';
import { lineLook, strokeLine, takeLook } from './lines.ts';
import { contributionAt, FAINT, HALF_INK, HALF_STRENGTH, STRENGTH_LEVELS } from './scale.ts';

/** The levels that the legend shows: the weakest one drawn, then a quarter, a half and three quarters of the scale. */
export const SHOWN_LEVELS = [1, STRENGTH_LEVELS / 4, STRENGTH_LEVELS / 2, (3 * STRENGTH_LEVELS) / 4];
/** Those that the legend in two lines shows, which has no numbers: all can be seen by themselves. */
export const SAMPLE_LEVELS = [STRENGTH_LEVELS / 2, (3 * STRENGTH_LEVELS) / 4, STRENGTH_LEVELS - 1];
export const SHOWN_INK = [0, 0.25, 0.5, 0.75];

/**
 * Writes the scales with their numbers, for a diagram whose lines are `scale` times as wide as their style says; to be called
 * again when that, the language, the colours or what is shown of the links changes.
 */
export function writeScales(
  root: HTMLElement,
  { words, language, palette, numbers, state }: Frame,
  scale: number,
): void {
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const links = scaleTable(say(words, 'legend.links'));
  const lines = (sign: 1 | -1, full: boolean) =>
    SHOWN_LEVELS.map((level) => {
      const share = numbers.percent(level / STRENGTH_LEVELS);
      return named(lineSample(sign * level, full, palette, scale), say(words, 'legend.sample', { share }));
    });
  addRow(links, say(words, 'legend.for'), lines(1, true));
  addRow(links, say(words, 'legend.against'), lines(-1, true));
  if (!state.allLinks) addRow(links, say(words, 'legend.faint'), lines(1, false));
  for (const { name } of STAGES) {
    const into = say(words, 'legend.into', { layer: layerName(words, name) });
    const amounts = SHOWN_LEVELS.map((level) => contributionAt(level / STRENGTH_LEVELS, HALF_STRENGTH[name]));
    addRow(
      links,
      into,
      amounts.map((amount) => plain.format(amount)),
    );
  }

  const cells = scaleTable(say(words, 'legend.cells'));
  addRow(
    cells,
    say(words, 'legend.ink'),
    SHOWN_INK.map((ink) => {
      return named(inkSample(palette, ink), say(words, 'legend.inkSample', { share: numbers.percent(ink) }));
    }),
  );
  addRow(
    cells,
    layerName(words, 'input'),
    SHOWN_INK.map((ink) => plain.format(ink)),
  );
  for (const { name } of STAGES) {
    if (name === 'output') continue;
    const activations = SHOWN_INK.map((ink) => contributionAt(ink, HALF_INK[name]));
    addRow(
      cells,
      layerName(words, name),
      activations.map((activation) => plain.format(activation)),
    );
  }
  const notes = [
    say(words, state.logits === 'average' ? 'legend.noteAverage' : 'legend.noteComputed'),
    ...(state.allLinks ? [] : [say(words, 'legend.noteTrace', { share: numbers.percent(FAINT) })]),
    say(words, 'legend.note'),
  ];
  root.replaceChildren(links, cells, ...notes.map((note) => create('p', 'legend-note', note)));
}

function scaleTable(caption: string): HTMLTableElement {
  const table = create('table', 'legend-scale');
  table.append(create('caption', '', caption));
  return table;
}

function addRow(table: HTMLTableElement, name: string, cells: readonly (string | Element)[]): void {
  const row = table.appendChild(create('tr'));
  const heading = row.appendChild(create('th', '', name));
  heading.scope = 'row';
  for (const cell of cells) row.appendChild(create('td')).append(cell);
}

const SVG = 'http://www.w3.org/2000/svg';

function sample(
  width: number,
  height: number,
  shape: string,
  attributes: Readonly<Record<string, string | number>>,
): Element {
  const picture = document.createElementNS(SVG, 'svg');
  const drawn = picture.appendChild(document.createElementNS(SVG, shape));
  const box = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [name, value] of Object.entries(box)) picture.setAttribute(name, String(value));
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, String(value));
  return picture;
}

/** Names the amount a picture stands for: to a screen reader, a cell without a name would only be noise. */
function named(picture: Element, name: string): Element {
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', name);
  return picture;
}

/** The size of a line's sample, in px: its height also holds the heaviest line of a large diagram. */
const LINE_LENGTH = 28;
const LINE_ROOM = 8;
/** Pixels per px, enough for a printer too. */
const LINE_RATIO = 3;

/** A line as the diagram draws it, by the code that draws it there. */
export function lineSample(level: number, full: boolean, palette: Palette, scale: number): Element {
  const look = lineLook(level, full, palette, scale);
  const height = Math.max(LINE_ROOM, Math.ceil(look.width));
  const canvas = create('canvas');
  canvas.style.width = `${LINE_LENGTH}px`;
  canvas.style.height = `${height}px`;
  const context = contextOf(canvas);
  fitCanvas(canvas, context, { width: LINE_LENGTH, height, ratio: LINE_RATIO });
  takeLook(context, look);
  strokeLine(context, 0, height / 2, LINE_LENGTH, height / 2, false);
  return canvas;
}

export function inkSample(palette: Palette, ink: number): Element {
  return sample(12, 12, 'rect', {
    x: 0.5,
    y: 0.5,
    width: 11,
    height: 11,
    fill: css(inked(palette, ink)),
    stroke: css(palette.muted),
  });
}
