import { cellAt, cellPlace, GRIDS, layerValues, type Part, type Unit, unitIndex } from '../../../explain/unit.ts';
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
  stop(): void;
}

/** Px; both maps have whole px a cell in it, or nearly. */
const SIDE = 96;
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
  const play = element.appendChild(create('button'));
  play.type = 'button';
  const context = contextOf(canvas);
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  let shown: { readonly frame: Frame; readonly cell: Cell } | null = null;
  let timer = 0;

  const at = (row: number, column: number): void => {
    if (shown === null) return;
    const { layer, map } = shown.cell;
    const { height, width } = GRIDS[layer];
    const within = (place: number, count: number) => Math.min(count - 1, Math.max(0, place));
    pin(cellAt(layer, map, within(row, height), within(column, width)));
  };
  const label = (): void => {
    if (shown) setText(play, say(shown.frame.words, timer ? 'unit.pause' : 'unit.play'));
  };
  const stop = (): void => {
    window.clearTimeout(timer);
    timer = 0;
    label();
  };
  const step = (): void => {
    const { height, width } = GRIDS[shown?.cell.layer ?? 'conv1'];
    const next = (shown?.cell.cell ?? -1) + 1;
    // Out of sight it would go on selecting.
    if (element.closest('[hidden]') || next >= height * width) return stop();
    timer = window.setTimeout(step, STEP_MS);
    at(Math.trunc(next / width), next % width);
  };

  play.addEventListener('click', () => {
    if (timer) return stop();
    const { height, width } = GRIDS[shown?.cell.layer ?? 'conv1'];
    if (shown?.cell.cell === height * width - 1) at(0, 0);
    timer = window.setTimeout(step, STEP_MS);
    label();
  });
  canvas.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined || shown === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    stop();
    pin(walkCells(shown.cell, { right: arrow[0], down: arrow[1] }));
  });
  const drag = ({ buttons, offsetX, offsetY }: PointerEvent): void => {
    if (buttons !== 1 || shown === null) return;
    stop();
    const { height, width } = GRIDS[shown.cell.layer];
    at(Math.floor((offsetY / SIDE) * height), Math.floor((offsetX / SIDE) * width));
  };
  canvas.addEventListener('pointerdown', drag);
  canvas.addEventListener('pointermove', drag);

  return {
    element,
    stop,
    show(frame, trace, cell) {
      const { words, palette } = frame;
      const moved = shown !== null && (shown.cell.layer !== cell.layer || shown.cell.map !== cell.map);
      shown = { frame, cell };
      if (moved) stop();
      label();
      setFlag(play, 'hidden', still.matches);
      setAttribute(canvas, 'aria-label', say(words, 'unit.window', { cell: partName(words, cell) }));
      fitCanvas(canvas, context, { width: SIDE, height: SIDE, ratio: window.devicePixelRatio || 1 });
      const { height, width } = GRIDS[cell.layer];
      const first = unitIndex({ ...cell, cell: 0 });
      const values = layerValues(trace, cell.layer).subarray(first, first + height * width);
      const full = Math.max(...values) || 1;
      const [across, down] = [SIDE / width, SIDE / height];
      values.forEach((value, i) => {
        context.fillStyle = css(inked(palette, value / full));
        const { row, column } = cellPlace(cell.layer, i);
        context.fillRect(column * across, row * down, across + 0.5, down + 0.5);
      });
      const { row, column } = cellPlace(cell.layer, cell.cell);
      context.strokeStyle = css(palette.for);
      context.lineWidth = 2;
      context.strokeRect(column * across, row * down, across, down);
    },
  };
}
