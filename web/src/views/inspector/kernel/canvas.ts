import type { Palette } from '../../../look/color.ts';
import { contextOf, fitCanvas } from '../../parts/canvas.ts';
import { create } from '../../parts/dom.ts';
import { paintSignedCell } from '../../parts/signed-cell.ts';

/** In px; the style sheet may show it larger. */
const SIDE = 200;
/** Places looked at in each cell that a stroke crosses, so that a quick one skips none. */
const PLACES_A_CELL = 8;

/** In cells, from the picture's upper left corner. */
export type CellPoint = readonly [x: number, y: number];

export interface KernelCanvas {
  readonly element: HTMLCanvasElement;
  /** @param full the weight that has full colour */
  show(kernel: Float32Array, side: number, full: number, palette: Palette): void;
  /** Ends what is being painted. */
  stop(): void;
}

/** A kernel to be painted with mouse, pen or finger. @param paint the pointer has gone over these cells */
export function createKernelCanvas(paint: (cells: readonly number[]) => void): KernelCanvas {
  const element = create('canvas');
  element.setAttribute('role', 'img');
  let across = 1;
  /** The pointer that paints, and where it was. */
  let painting: { readonly id: number; readonly at: CellPoint } | null = null;
  const stop = (): void => {
    painting = null;
  };
  const follow = ({ pointerId, offsetX, offsetY }: PointerEvent): void => {
    const scale = across / element.clientWidth;
    const at: CellPoint = [offsetX * scale, offsetY * scale];
    const cells = cellsUnder(painting?.at ?? at, at, across);
    painting = { id: pointerId, at };
    if (cells.length > 0) paint(cells);
  };
  element.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.buttons !== 1) return;
    try {
      element.setPointerCapture(event.pointerId);
    } catch {
      // A pointer made by a script can't be captured; it is followed in the picture.
    }
    stop();
    follow(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (event.pointerId !== painting?.id) return;
    // Another of a mouse's buttons may be held, too.
    if (event.buttons & 1) follow(event);
    else stop();
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
    element.addEventListener(end, ({ pointerId }) => {
      if (pointerId === painting?.id) stop();
    });
  }
  return {
    element,
    show(kernel, side, full, palette) {
      across = side;
      paintKernel(element, kernel, side, full, palette, SIDE);
    },
    stop,
  };
}

/** The cells that a stroke crosses, of a square picture so many cells across. */
export function cellsUnder([fromX, fromY]: CellPoint, [toX, toY]: CellPoint, across: number): number[] {
  const places = Math.max(1, Math.ceil(PLACES_A_CELL * Math.hypot(toX - fromX, toY - fromY)));
  const cells = new Set<number>();
  for (let i = 1; i <= places; i++) {
    const column = Math.floor(fromX + ((toX - fromX) * i) / places);
    const row = Math.floor(fromY + ((toY - fromY) * i) / places);
    if (Math.min(row, column) >= 0 && Math.max(row, column) < across) cells.add(row * across + column);
  }
  return [...cells];
}

/** Paints a kernel's weights, warm above 0 and cool below, as a square. @param size in px */
export function paintKernel(
  canvas: HTMLCanvasElement,
  kernel: Float32Array,
  side: number,
  full: number,
  palette: Palette,
  size = 8 * side,
): void {
  const context = contextOf(canvas);
  fitCanvas(canvas, context, { width: size, height: size, ratio: window.devicePixelRatio || 1 });
  const cell = size / side;
  kernel.forEach((weight, i) => {
    paintSignedCell(context, palette, weight / full, [(i % side) * cell, Math.trunc(i / side) * cell], cell);
  });
}
