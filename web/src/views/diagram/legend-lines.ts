import type { Frame } from '../../state/frame.ts';
import { say } from '../../text/words.ts';
import { create } from '../parts/dom.ts';
import { termElement, withTerms } from '../parts/term.ts';
import { inkSample, lineSample, SAMPLE_LEVELS, SHOWN_INK } from './legend.ts';

/** The legend in two lines: hues of the links, ink of the cells. Their numbers are in the tables that can be opened. */
export function writeLegend(root: HTMLElement, { words, palette, state }: Frame, scale: number): void {
  const hue = (sign: 1 | -1) => SAMPLE_LEVELS.map((level) => lineSample(sign * level, true, palette, scale));
  const cells = SHOWN_INK.map((ink) => inkSample(palette, ink));
  const key = state.maps === 'pooled' ? 'legend.cellsPooled' : 'legend.cellsConvolved';
  root.replaceChildren(
    line(entry(hue(1), termElement(words, 'speaksFor')), entry(hue(-1), say(words, 'legend.speaksAgainst'))),
    line(entry(cells, ...withTerms(words, key, ['relu', 'pooling']))),
  );
}

function line(...entries: HTMLElement[]): HTMLElement {
  const row = create('div', 'legend-line');
  row.append(...entries);
  return row;
}

/** Samples with what they mean. The samples are no more than that: what they mean is said beside them. */
function entry(samples: readonly Element[], ...meaning: (string | HTMLElement)[]): HTMLElement {
  const box = create('div', 'legend-entry');
  const shown = create('span', 'legend-samples');
  shown.setAttribute('aria-hidden', 'true');
  shown.append(...samples);
  const said = create('span');
  said.append(...meaning);
  box.append(shown, said);
  return box;
}
