import type { Box } from './layout.ts';

/** Lays an element over a box of the picture, in CSS px. */
export function layOver({ style }: HTMLElement, { x, y, width, height }: Box): void {
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
