import { css, inked, type Palette } from '../../../look/color.ts';
import { contextOf, fitCanvas } from '../../parts/canvas.ts';
import { create } from '../../parts/dom.ts';
import { paintSignedCell } from '../../parts/signed-cell.ts';
import { type Quantity, type TileSheet, termUnder } from './tiles.ts';

export interface TileCanvas {
  readonly element: HTMLCanvasElement;
  /** @param marked the term whose cells are framed in every tile; none if negative */
  show(sheet: TileSheet, values: Readonly<Record<Quantity, readonly number[]>>, marked: number, palette: Palette): void;
}

/** @param point a term is pointed at, or none; `mouse` tells whether by a mouse, which can hover */
export function createTileCanvas(point: (term: number | null, mouse: boolean) => void): TileCanvas {
  const element = create('canvas', 'unit-tiles');
  element.setAttribute('role', 'img');
  const context = contextOf(element);
  let shown: TileSheet | null = null;
  const follow = ({ offsetX, offsetY, pointerType }: PointerEvent): void => {
    if (shown) point(termUnder(shown, offsetX, offsetY), pointerType === 'mouse');
  };
  element.addEventListener('pointermove', follow);
  element.addEventListener('pointerdown', follow);
  element.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse') point(null, true);
  });
  return {
    element,
    show(sheet, values, marked, palette) {
      shown = sheet;
      const { width, height, side, cell } = sheet;
      element.style.width = `${width}px`;
      element.style.height = `${height}px`;
      fitCanvas(element, context, { width, height, ratio: window.devicePixelRatio || 1 });
      context.clearRect(0, 0, width, height);
      const place = (i: number): [number, number] => [(i % side) * cell, Math.trunc(i / side) * cell];
      const cells = side * side;
      for (const { quantity, first, x, y } of sheet.tiles) {
        const numbers = values[quantity];
        const full = Math.max(...numbers.map(Math.abs)) || 1;
        for (let i = 0; i < cells; i++) {
          const strength = numbers[first + i] / full;
          const [right, down] = place(i);
          if (quantity === 'input') {
            context.fillStyle = css(inked(palette, strength));
            context.fillRect(x + right, y + down, cell, cell);
          } else paintSignedCell(context, palette, strength, [x + right, y + down], cell);
        }
        context.strokeStyle = css(palette.hairline);
        context.lineWidth = 1;
        context.strokeRect(x + 0.5, y + 0.5, side * cell - 1, side * cell - 1);
      }
      for (const { first, x, y } of sheet.tiles) {
        if (marked < first || marked >= first + cells) continue;
        const [right, down] = place(marked - first);
        // Ink within paper stands out from any colour.
        for (const [color, inset] of [
          [palette.ink, 1],
          [palette.paper, 2],
        ] as const) {
          context.strokeStyle = css(color);
          context.strokeRect(
            x + right + inset - 0.5,
            y + down + inset - 0.5,
            cell - 2 * inset + 1,
            cell - 2 * inset + 1,
          );
        }
      }
    },
  };
}
