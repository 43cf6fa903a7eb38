import { type AnyCanvas, type Context, contextOf, type MakeCanvas } from '../parts/canvas.ts';

/** Square pictures of cells, one after another: `side`×`side` cells each, ink 0…255. */
export interface CellPictures {
  readonly side: number;
  readonly ink: Uint8Array;
}

/** Makes pictures of cells into one image: they stand under one another, a pixel a cell, in the colours of `pixels`, one of 256. */
export type CellImage = (context: Context, pictures: CellPictures, pixels: Uint32Array) => ImageData;

/** The image is the same every time while the pictures' size is. */
export function createCellImage(): CellImage {
  let image: ImageData | null = null;
  let out = new Uint32Array();
  return (context, { side, ink }, pixels) => {
    const height = ink.length / side;
    if (image?.width !== side || image.height !== height) {
      image = context.createImageData(side, height);
      out = new Uint32Array(image.data.buffer);
    }
    for (let cell = 0; cell < ink.length; cell++) out[cell] = pixels[ink[cell]];
    return image;
  };
}

/** Makes such an image into a small canvas to scale from; it is the same every time while the pictures' size is. */
export type Atlas = (pictures: CellPictures, pixels: Uint32Array) => AnyCanvas;

export function createAtlas(makeCanvas: MakeCanvas): Atlas {
  const imageOf = createCellImage();
  let canvas: AnyCanvas | null = null;
  return (pictures, pixels) => {
    const height = pictures.ink.length / pictures.side;
    if (canvas?.width !== pictures.side || canvas.height !== height) canvas = makeCanvas(pictures.side, height);
    const context = contextOf(canvas);
    context.putImageData(imageOf(context, pictures, pixels), 0, 0);
    return canvas;
  };
}
