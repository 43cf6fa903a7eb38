import { css, diverging, type Palette } from '../../../look/color.ts';
import { contextOf, fitCanvas } from '../../parts/canvas.ts';
import { create } from '../../parts/dom.ts';

/** In px; the style sheet may show it larger. */
const SIDE = 200;
/** Places looked at between two of the pointer's, so that a quick one skips no cell. */
const BETWEEN = 8;

export interface KernelCanvas {
  readonly element: HTMLCanvasElement;
  /** @param full the weight that has full colour */
  show(kernel: Float32Array, side: number, full: number, palette: Palette): void;
}

/** A kernel to be painted with mouse, pen or finger. @param paint the pointer has gone over these cells */
export function createKernelCanvas(paint: (cells: readonly number[]) => void): KernelCanvas {
  const element = create('canvas');
  element.setAttribute('role', 'img');
  let across = 1;
  /** Where the pointer was, in cells; null while nothing is painted. */
  let last: readonly [x: number, y: number] | null = null;
  const follow = (event: PointerEvent): void => {
    if (!event.isPrimary || event.buttons !== 1) return;
    const scale = across / element.clientWidth;
    const [x, y] = [event.offsetX * scale, event.offsetY * scale];
    const [fromX, fromY] = last ?? [x, y];
    const cells = new Set<number>();
    for (let i = 1; i <= BETWEEN; i++) {
      const column = Math.floor(fromX + ((x - fromX) * i) / BETWEEN);
      const row = Math.floor(fromY + ((y - fromY) * i) / BETWEEN);
      if (Math.min(row, column) >= 0 && Math.max(row, column) < across) cells.add(row * across + column);
    }
    last = [x, y];
    if (cells.size > 0) paint([...cells]);
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.isPrimary) last = null;
    follow(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (last) follow(event);
  });
  // Only a finger goes on outside; a mouse that comes back begins anew where it comes in.
  element.addEventListener('pointerleave', () => {
    last = null;
  });
  return {
    element,
    show(kernel, side, full, palette) {
      across = side;
      paintKernel(element, kernel, side, full, palette, SIDE);
    },
  };
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
    context.fillStyle = css(diverging(palette, palette.paper, weight / full));
    context.fillRect((i % side) * cell, Math.trunc(i / side) * cell, cell, cell);
  });
}
