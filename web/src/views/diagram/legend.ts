import { STAGES } from '../../explain/topology.ts';
import { css, inked, mix, type Palette } from '../../look/color.ts';
import type { Frame } from '../../state/frame.ts';
import { layerName } from '../../text/layers.ts';
import { say } from '../../text/words.ts';
import { create } from '../parts/dom.ts';
import { contributionAt, dashesOf, HALF_INK, HALF_STRENGTH, lineStyleOf, STRENGTH_LEVELS } from './scale.ts';

/** The levels that the legend shows: the weakest one drawn, then a quarter, a half and three quarters of the scale. */
export const SHOWN_LEVELS = [1, STRENGTH_LEVELS / 4, STRENGTH_LEVELS / 2, (3 * STRENGTH_LEVELS) / 4];
export const SHOWN_INK = [0, 0.25, 0.5, 0.75];

/** Writes the scales with their numbers; to be called again when the language or the colours change. */
export function writeScales(root: HTMLElement, { words, language, palette, numbers }: Frame): void {
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const links = scaleTable(say(words, 'legend.links'));
  const lines = (hue: 'for' | 'against') =>
    SHOWN_LEVELS.map((level) => {
      const share = numbers.percent(level / STRENGTH_LEVELS);
      return named(lineSample(palette, hue, level), say(words, 'legend.sample', { share }));
    });
  addRow(links, say(words, 'legend.for'), lines('for'));
  addRow(links, say(words, 'legend.against'), lines('against'));
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
  root.replaceChildren(links, cells, create('p', 'legend-note', say(words, 'legend.note')));
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

export function lineSample(palette: Palette, sign: 'for' | 'against', level: number): Element {
  const { width, hue } = lineStyleOf(level);
  const stroke = css(mix(palette.paper, palette[sign], hue));
  const dashes = dashesOf(sign === 'for' ? level : -level, palette).join(' ') || 'none';
  return sample(28, 8, 'path', { d: 'M0 4h28', stroke, 'stroke-width': width, 'stroke-dasharray': dashes });
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
