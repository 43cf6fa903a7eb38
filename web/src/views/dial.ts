import { answeredDigit } from '../explain/reading.ts';
import { css, sequential, textOn } from '../look/color.ts';
import type { Frame } from '../state/frame.ts';
import { isWriting } from '../state/state.ts';
import { say } from '../text/words.ts';
import { type Box, type CellPlace, type DialPlace, RING } from './dial-painter.ts';
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
 * is a digit; below it the same of what the pen's network says, where that is shown. A cell that is pointed at tells its share
 * exactly. What is seen of them is painted over them, since it changes at every movement.
 */
export function mountDial(root: HTMLElement, studio: Studio<PictureParts>, makeRest: MakeRest = createRest): View {
  const board = need(root, '.dial-board', HTMLElement);
  const dial = need(board, '.dial', HTMLOListElement);
  const cells = ORDER.map((digit) => createCell(digit));
  dial.replaceChildren(...cells.map((cell) => cell.element));
  const heatEnds = [need(root, '.heat-none', HTMLElement), need(root, '.heat-all', HTMLElement)] as const;
  studio.hang('dial', board);
  let rough = false;
  let size: CanvasSize | null = null;
  const place = (): void => {
    if (size === null) return;
    const placed = dialPlaceOf(dial, cells, size, board.classList.contains('both'));
    studio.give({ dial: placed });
    if (placed.rough === rough) return;
    rough = placed.rough;
    written = null;
    write();
  };
  watchSize(dial, (measured) => {
    size = measured;
    place();
  });
  let shown: Frame | null = null;
  let written: Frame | null = null;
  /** The cells that tell their shares exactly. */
  const told = new Set<HTMLElement>();
  for (const { element, digit } of cells) {
    element.addEventListener('pointerenter', () => {
      setAttribute(element, 'title', shown && exactlyOf(shown, digit));
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
    for (const cell of cells) cell.write(shown, rough);
  };
  const rest = makeRest(TEXT_REST_MS, write);
  return {
    update(frame, time) {
      if (differs(frame, shown)) {
        const top = answeredDigit(frame.reading);
        for (const cell of told) cell.removeAttribute('title');
        told.clear();
        const { reading, penReading } = frame;
        for (const cell of cells) {
          cell.show(reading.probabilities?.[cell.digit] ?? null, top === cell.digit);
          if (penReading || shown?.penReading) cell.showPen(penReading?.probabilities?.[cell.digit] ?? null);
        }
        const both = penReading !== null;
        if (both !== ((shown?.penReading ?? null) !== null)) {
          board.classList.toggle('both', both);
          place();
        }
      }
      shown = frame;
      if (isWriting(frame.state)) rest.note(time);
      else write();
    },
  };
}

function differs({ reading, penReading, palette, numbers }: Frame, before: Frame | null): boolean {
  const reread = before?.reading !== reading || before.penReading !== penReading;
  return reread || before.palette !== palette || before.numbers !== numbers;
}

/** The digit's shares as exactly as they are known; null while nothing is drawn. */
function exactlyOf({ reading, penReading, words, numbers }: Frame, digit: number): string | null {
  const probability = reading.probabilities?.[digit];
  if (probability === undefined) return null;
  const picture = numbers.probability.exact(probability);
  const pen = penReading?.probabilities?.[digit];
  return pen === undefined ? picture : say(words, 'dial.penExact', { picture, pen: numbers.probability.exact(pen) });
}

interface Cell {
  readonly digit: number;
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly share: HTMLElement;
  /** Where the pen's network has its share, and that. */
  readonly pen: HTMLElement;
  readonly penShare: HTMLElement;
  /** What is to be there at once. `probability` is null while nothing is drawn. */
  show(probability: number | null, top: boolean): void;
  /** The same of the pen's network; null while it is not shown, either. */
  showPen(probability: number | null): void;
  /** What the picture over the cell shows, as text and colour of the document. */
  write(frame: Frame, rough: boolean): void;
}

function createCell(digit: number): Cell {
  const element = create('li', 'cell');
  element.dataset.digit = String(digit);
  const share = create('span', 'cell-share');
  const name = create('span', 'cell-digit', String(digit));
  const pen = create('span', 'cell-pen');
  const penName = create('span', 'unseen');
  const penShare = create('span', 'cell-pen-share');
  pen.append(penName, penShare);
  element.append(name, share, pen);
  let shownTop = false;
  const showShare = createShare(element, 'data-probability');
  const showPenShare = createShare(element, 'data-pen-probability');
  return {
    digit,
    element,
    name,
    share,
    pen,
    penShare,
    show(probability, top) {
      if (top !== shownTop) setAttribute(element, 'aria-current', top ? 'true' : null);
      shownTop = top;
      showShare(probability);
    },
    showPen: showPenShare,
    write({ palette, words, numbers, reading, penReading }, rough) {
      const { [rough ? 'rough' : 'usual']: format } = numbers.probability;
      const writeShare = (holder: HTMLElement, text: HTMLElement, probability: number | null): void => {
        setText(text, probability === null ? '' : format(probability));
        const heat = sequential(palette, probability ?? 0);
        holder.style.backgroundColor = css(heat);
        holder.style.color = css(textOn(heat, palette));
      };
      writeShare(element, share, reading.probabilities?.[digit] ?? null);
      if (!penReading) return;
      setText(penName, say(words, 'dial.penName'));
      writeShare(pen, penShare, penReading.probabilities?.[digit] ?? null);
      pen.classList.toggle('first', penReading.digit === digit);
    },
  };
}

/** Keeps a probability in an attribute, which is not there for null. */
function createShare(element: HTMLElement, attribute: string): (probability: number | null) => void {
  let shown = NO_STEP;
  return (probability) => {
    const step = probability === null ? NO_STEP : Math.round(probability * DECIMAL_STEPS);
    if (step === shown) return;
    shown = step;
    // Not compared with what the document holds: it was asked ten times a frame.
    if (probability === null) element.removeAttribute(attribute);
    else element.setAttribute(attribute, probability.toFixed(DECIMALS));
  };
}

/** Where the cells stand. It reads the layout: for when that has just changed. */
function dialPlaceOf(
  dial: HTMLElement,
  cells: readonly Cell[],
  { width, height, ratio }: CanvasSize,
  both: boolean,
): DialPlace {
  const { left, top } = dial.getBoundingClientRect();
  const canvas = { left: left - RING, top: top - RING };
  const boxOf = (element: HTMLElement): Box => {
    const box = element.getBoundingClientRect();
    return { x: box.left - canvas.left, y: box.top - canvas.top, width: box.width, height: box.height };
  };
  const places = cells.map(({ digit, element, name, share, pen, penShare }): CellPlace => {
    const box = boxOf(element);
    const penBox = both ? boxOf(pen) : null;
    return {
      digit,
      ...box,
      height: penBox ? penBox.y - box.y - 2 * RING : box.height,
      name: textPlaceIn(canvas, name),
      share: textPlaceIn(canvas, share),
      pen: penBox && { ...penBox, share: textPlaceIn(canvas, penShare) },
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
