import { answeredDigit } from '../explain/reading.ts';
import { css, sequential, textOn } from '../look/color.ts';
import type { Frame } from '../state/frame.ts';
import { isWriting } from '../state/state.ts';
import { type CellPlace, type DialPlace, RING } from './dial-painter.ts';
import type { Studio } from './painting/studio.ts';
import { type CanvasSize, watchSize } from './parts/canvas.ts';
import { create, need, setAttribute, setText } from './parts/dom.ts';
import { textPlaceIn } from './parts/painted-text.ts';
import { createRest, type MakeRest, TEXT_REST_MS } from './parts/rest.ts';
import type { PictureParts } from './pictures.ts';
import type { View } from './view.ts';

/** Ordered as on a telephone, also in two rows of five; in one row the style sheet puts the 0 first, as in the network. */
const ORDER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;
/** Users of `data-probability` are promised at least four decimals. */
const DECIMALS = 5;
const DECIMAL_STEPS = 10 ** DECIMALS;
const NO_STEP = -1;
/** The width of ">99.9%", in ems; where a cell has less, shares are written in whole percent. */
const ROOM_EMS = 4.2;

/**
 * Ten cells, each with its digit, its share of the probability as percent, and heat by it; the most probable one ringed, if any
 * is a digit. A cell that is pointed at tells its share exactly. What is seen of them is painted over them, since it changes at
 * every movement.
 */
export function mountDial(root: HTMLElement, studio: Studio<PictureParts>, makeRest: MakeRest = createRest): View {
  const dial = need(root, '.dial', HTMLOListElement);
  const cells = ORDER.map((digit) => createCell(digit));
  dial.replaceChildren(...cells.map((cell) => cell.element));
  const heatEnds = [need(root, '.heat-none', HTMLElement), need(root, '.heat-all', HTMLElement)] as const;
  studio.hang('dial', need(root, '.dial-board', HTMLElement));
  let rough = false;
  watchSize(dial, (size) => {
    const place = dialPlaceOf(dial, cells, size);
    studio.give({ dial: place });
    if (place.rough !== rough) {
      rough = place.rough;
      written = null;
      write();
    }
  });
  let shown: Frame | null = null;
  let written: Frame | null = null;
  /** The cells that tell their shares exactly. */
  const told = new Set<HTMLElement>();
  for (const { element, digit } of cells) {
    element.addEventListener('pointerenter', () => {
      const probability = shown?.reading.probabilities?.[digit];
      const exact = probability === undefined ? null : (shown?.numbers.probability.exact(probability) ?? null);
      setAttribute(element, 'title', exact);
      told.add(element);
    });
  }

  const write = (): void => {
    if (shown === null || !differs(shown, written)) return;
    const { numbers } = shown;
    if (written?.numbers !== numbers) {
      heatEnds.forEach((end, share) => {
        setText(end, numbers.percent(share));
      });
    }
    written = shown;
    for (const cell of cells) cell.write(shown, shown.reading.probabilities?.[cell.digit] ?? null, rough);
  };
  const rest = makeRest(TEXT_REST_MS, write);
  return {
    update(frame, time) {
      if (differs(frame, shown)) {
        const top = answeredDigit(frame.reading);
        for (const cell of told) cell.removeAttribute('title');
        told.clear();
        for (const cell of cells) cell.show(frame.reading.probabilities?.[cell.digit] ?? null, top === cell.digit);
      }
      shown = frame;
      if (isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}

function differs({ reading, palette, numbers }: Frame, before: Frame | null): boolean {
  return before?.reading !== reading || before.palette !== palette || before.numbers !== numbers;
}

interface Cell {
  readonly digit: number;
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly share: HTMLElement;
  /** What is to be there at once. `probability` is null while nothing is drawn. */
  show(probability: number | null, top: boolean): void;
  /** What the picture over the cell shows, as text and colour of the document. */
  write(frame: Frame, probability: number | null, rough: boolean): void;
}

function createCell(digit: number): Cell {
  const element = create('li', 'cell');
  element.dataset.digit = String(digit);
  const share = create('span', 'cell-share');
  const name = create('span', 'cell-digit', String(digit));
  element.append(name, share);
  let shownStep = NO_STEP;
  let shownTop = false;
  return {
    digit,
    element,
    name,
    share,
    show(probability, top) {
      if (top !== shownTop) setAttribute(element, 'aria-current', top ? 'true' : null);
      shownTop = top;
      const step = probability === null ? NO_STEP : Math.round(probability * DECIMAL_STEPS);
      if (step === shownStep) return;
      shownStep = step;
      // Not compared with what the document holds: it was asked ten times a frame.
      if (probability === null) element.removeAttribute('data-probability');
      else element.setAttribute('data-probability', probability.toFixed(DECIMALS));
    },
    write({ palette, numbers: { probability: formats } }, probability, rough) {
      setText(share, probability === null ? '' : formats[rough ? 'rough' : 'usual'](probability));
      const heat = sequential(palette, probability ?? 0);
      element.style.backgroundColor = css(heat);
      element.style.color = css(textOn(heat, palette));
    },
  };
}

/** Where the cells stand. It reads the layout: for when that has just changed. */
function dialPlaceOf(dial: HTMLElement, cells: readonly Cell[], { width, height, ratio }: CanvasSize): DialPlace {
  const { left, top } = dial.getBoundingClientRect();
  const canvas = { left: left - RING, top: top - RING };
  const places = cells.map(({ digit, element, name, share }): CellPlace => {
    const cell = element.getBoundingClientRect();
    return {
      digit,
      x: cell.left - canvas.left,
      y: cell.top - canvas.top,
      width: cell.width,
      height: cell.height,
      name: textPlaceIn(canvas, name),
      share: textPlaceIn(canvas, share),
    };
  });
  const size = { width: width + 2 * RING, height: height + 2 * RING, ratio };
  const rough = places[0].share.width < ROOM_EMS * places[0].share.size;
  return {
    size,
    rough,
    radius: Number.parseFloat(getComputedStyle(cells[0].element).borderTopLeftRadius),
    cells: places,
  };
}
