import { answeredDigit } from '../explain/reading.ts';
import { css, sequential, textOn } from '../look/color.ts';
import type { Frame } from '../state/frame.ts';
import { create, need, setAttribute, setText } from './parts/dom.ts';
import type { View } from './view.ts';

/** Ordered as on a telephone; in two rows of five if there is little height. */
const ORDER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;
/** Users of `data-probability` are promised at least four decimals. */
const DECIMALS = 5;

/**
 * Ten cells, each with its digit, its probability in percent and a heat colour for it; the most probable is ringed unless
 * the verdict is none. Pointing at a cell shows its exact probability.
 */
export function mountDial(root: HTMLElement): View {
  const dial = need(root, '.dial', HTMLOListElement);
  const cells = ORDER.map((digit) => createCell(digit));
  dial.replaceChildren(...cells.map((cell) => cell.element));
  const heatEnds = [need(root, '.heat-none', HTMLElement), need(root, '.heat-all', HTMLElement)] as const;
  let shown: Frame | null = null;
  for (const { element, digit } of cells) {
    element.addEventListener('pointerenter', () => {
      const probability = shown?.reading.probabilities?.[digit];
      const exact = probability === undefined ? null : (shown?.numbers.probability.exact(probability) ?? null);
      setAttribute(element, 'title', exact);
    });
  }
  return {
    update(frame) {
      const { palette, numbers, reading } = frame;
      if (shown?.reading === reading && shown.palette === palette && shown.numbers === numbers) return;
      shown = frame;
      const top = answeredDigit(reading);
      for (const cell of cells) cell.show(frame, reading.probabilities?.[cell.digit] ?? null, top === cell.digit);
      heatEnds.forEach((end, share) => {
        setText(end, numbers.percent(share));
      });
    },
  };
}

interface Cell {
  readonly digit: number;
  readonly element: HTMLElement;
  /** `probability` is null while nothing is drawn. */
  show(frame: Frame, probability: number | null, top: boolean): void;
}

function createCell(digit: number): Cell {
  const element = create('li', 'cell');
  element.dataset.digit = String(digit);
  const share = create('span', 'cell-share');
  element.append(create('span', 'cell-digit', String(digit)), share);
  let shownColors = '';
  return {
    digit,
    element,
    show({ palette, numbers }, probability, top) {
      setAttribute(element, 'data-probability', probability === null ? null : probability.toFixed(DECIMALS));
      setAttribute(element, 'aria-current', top ? 'true' : null);
      setAttribute(element, 'title', null);
      setText(share, probability === null ? '' : numbers.probability.usual(probability));
      const heat = sequential(palette, probability ?? 0);
      const [background, color] = [css(heat), css(textOn(heat, palette))];
      if (background + color === shownColors) return;
      shownColors = background + color;
      element.style.backgroundColor = background;
      element.style.color = color;
    },
  };
}
