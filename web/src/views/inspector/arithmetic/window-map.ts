import { cellPlace, GRIDS, layerValues, type Part, type Unit, unitIndex } from '../../../explain/unit.ts';
import { walkCells } from '../../../explain/walk.ts';
import { css, inked } from '../../../look/color.ts';
import type { Trace } from '../../../net/cnn/trace.ts';
import type { Frame } from '../../../state/frame.ts';
import { partName } from '../../../text/parts.ts';
import { say } from '../../../text/words.ts';
import { contextOf, fitCanvas } from '../../parts/canvas.ts';
import { create, setAttribute, setFlag, setText } from '../../parts/dom.ts';

/** A unit of a feature map. */
type Cell = Extract<Unit, { map: number }>;

export interface WindowMap {
  readonly element: HTMLElement;
  /** Shows where the cell is in its map. */
  show(frame: Frame, trace: Trace, cell: Cell): void;
}

/** Px: whole ones a cell in both convolutions' maps. */
const SIDE = 120;
/** Between two cells while it plays, in ms. */
const STEP_MS = 160;
const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A unit's feature map, over which its window is moved by pointer, arrow keys, or by itself. */
export function createWindowMap(pin: (part: Part) => void): WindowMap {
  const element = create('div', 'unit-window');
  const canvas = element.appendChild(create('canvas'));
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  const play = element.appendChild(create('button', 'quiet'));
  play.type = 'button';
  const context = contextOf(canvas);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  let shown: { readonly frame: Frame; readonly cell: Cell } | null = null;
  let timer = 0;

  const label = (): void => {
    if (shown) setText(play, say(shown.frame.words, timer ? 'unit.pause' : 'unit.play'));
  };
  const run = (on: boolean): void => {
    window.clearTimeout(timer);
    timer = on ? window.setTimeout(step, STEP_MS) : 0;
    label();
  };
  /** Known at once, since keys may come faster than frames. */
  const move = (cell: Cell): void => {
    if (shown) shown = { ...shown, cell };
    pin(cell);
  };
  /** To the next cell, row by row, and over again; out of sight it would go on selecting. */
  function step(): void {
    const goes = shown !== null && element.closest('[hidden]') === null;
    run(goes);
    if (!goes || shown === null) return;
    const { height, width } = GRIDS[shown.cell.layer];
    move({ ...shown.cell, cell: (shown.cell.cell + 1) % (height * width) });
  }
  const drag = ({ buttons, offsetX, offsetY }: PointerEvent): void => {
    if (buttons !== 1 || shown === null) return;
    run(false);
    const { height, width } = GRIDS[shown.cell.layer];
    const at = (offset: number, count: number) => Math.max(0, Math.min(count - 1, Math.floor((offset / SIDE) * count)));
    move({ ...shown.cell, cell: at(offsetY, height) * width + at(offsetX, width) });
  };

  play.addEventListener('click', () => run(timer === 0));
  canvas.addEventListener('pointerdown', drag);
  canvas.addEventListener('pointermove', drag);
  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined || shown === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    run(false);
    move(walkCells(shown.cell, { right: arrow[0], down: arrow[1] }) as Cell);
  });

  return {
    element,
    show(frame, trace, cell) {
      const { palette, words } = frame;
      const left = shown !== null && (shown.cell.layer !== cell.layer || shown.cell.map !== cell.map);
      shown = { frame, cell };
      if (left) run(false);
      label();
      setFlag(play, 'hidden', still.matches);
      setAttribute(canvas, 'aria-label', partName(words, cell));
      fitCanvas(canvas, context, { width: SIDE, height: SIDE, ratio: window.devicePixelRatio || 1 });
      const { height, width } = GRIDS[cell.layer];
      const first = unitIndex({ ...cell, cell: 0 });
      const values = layerValues(trace, cell.layer).subarray(first, first + height * width);
      const full = Math.max(...values) || 1;
      const size = SIDE / width;
      const place = (i: number) => {
        const { row, column } = cellPlace(cell.layer, i);
        return [column * size, row * size, size, size] as const;
      };
      values.forEach((value, i) => {
        context.fillStyle = css(inked(palette, value / full));
        context.fillRect(...place(i));
      });
      context.strokeStyle = css(palette.for);
      context.lineWidth = 2;
      context.strokeRect(...place(cell.cell));
    },
  };
}
