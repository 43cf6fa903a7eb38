import { type AnyCanvas, contextOf, type MakeCanvas } from '../parts/canvas.ts';

/** Square pictures of cells, one after another: `side`×`side` cells each, ink 0…255. */
export interface CellPictures {
  readonly side: number;
  readonly ink: Uint8Array;
}

/**
 * Paints pictures of cells onto a small canvas to scale from: one below the other, one pixel per cell, coloured by the
 * 256 entries of `pixels`. The canvas is reused as long as the size stays the same.
 */
export type Atlas = (pictures: CellPictures, pixels: Uint32Array) => AnyCanvas;

export function createAtlas(makeCanvas: MakeCanvas): Atlas {
  let canvas: AnyCanvas | null = null;
  return ({ side, ink }, pixels) => {
    const height = ink.length / side;
    if (canvas?.width !== side || canvas.height !== height) canvas = makeCanvas(side, height);
    const context = contextOf(canvas);
    const image = context.createImageData(side, height);
    const out = new Uint32Array(image.data.buffer);
    for (let cell = 0; cell < ink.length; cell++) out[cell] = pixels[ink[cell]];
    context.putImageData(image, 0, 0);
    return canvas;
  };
}
