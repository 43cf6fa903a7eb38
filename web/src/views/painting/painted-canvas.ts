import type { MakeCanvas } from '../parts/canvas.ts';
import { create } from '../parts/dom.ts';
import { createEasel, type Easel, type Painter, type PictureParts } from './easel.ts';
import type { CanvasMessage } from './worker.ts';

/** One kind of picture: its style class, its painter, and the script of a worker that paints it the same way. */
export interface PictureKind<Parts extends PictureParts> {
  readonly name: string;
  readonly workerScript: string;
  createPainter(makeCanvas: MakeCanvas): Painter<Parts>;
}

/** A canvas in the page, wherever it is painted. */
export interface PaintedCanvas<Parts> {
  /** Shows the parts given last: parts that arrive while others are being painted are merged. No change, no work. */
  paint(changed: Partial<Parts>): void;
  /** Paints the same picture on the page itself, at once, for printing, which can't wait for a worker. */
  still(changed: Partial<Parts>): HTMLCanvasElement;
}

/**
 * Puts a canvas of the style class `name-canvas` into `holder`. Painting half a million pixels takes longer than
 * everything else the page does for a pen movement, so a worker does it, and the page only sends what to show. If a
 * browser has no canvas for workers, or refuses the worker, the page paints by itself, with the same code.
 */
export function createPaintedCanvas<Parts extends PictureParts>(
  holder: HTMLElement,
  kind: PictureKind<Parts>,
): PaintedCanvas<Parts> {
  let all: Partial<Parts> = {};
  let easel = paintInWorker(holder, kind, () => {
    easel = paintHere(holder, kind);
    easel.paint(all);
  });
  return {
    paint(changed) {
      if (Object.keys(changed).length === 0) return;
      all = { ...all, ...changed };
      easel.paint(changed);
    },
    still(changed) {
      const canvas = create('canvas', `${kind.name}-still`);
      createEasel(canvas, kind.createPainter(makeCanvas)).paint({ ...all, ...changed });
      return canvas;
    },
  };
}

function makeCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** A fresh canvas in place of an earlier one. */
function placeCanvas(holder: HTMLElement, name: string): HTMLCanvasElement {
  const canvas = create('canvas', `${name}-canvas`);
  canvas.setAttribute('aria-hidden', 'true');
  holder.querySelector(`.${name}-canvas`)?.remove();
  holder.prepend(canvas);
  return canvas;
}

function paintHere<Parts extends PictureParts>(holder: HTMLElement, kind: PictureKind<Parts>): Easel<Parts> {
  return createEasel(placeCanvas(holder, kind.name), kind.createPainter(makeCanvas));
}

function paintInWorker<Parts extends PictureParts>(
  holder: HTMLElement,
  kind: PictureKind<Parts>,
  failed: () => void,
): Easel<Parts> {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return paintHere(holder, kind);
  const canvas = placeCanvas(holder, kind.name);
  if (!('transferControlToOffscreen' in canvas)) return paintHere(holder, kind);
  const address = URL.createObjectURL(new Blob([kind.workerScript], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    const easel = remoteEasel<Parts>(worker, canvas.transferControlToOffscreen());
    worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
    worker.addEventListener('error', () => {
      worker.terminate();
      failed();
    });
    return easel;
  } catch {
    return paintHere(holder, kind);
  }
}

/** The worker has at most one change at a time; those that arrive meanwhile are merged into the next. */
function remoteEasel<Parts>(worker: Worker, canvas: OffscreenCanvas): Easel<Parts> {
  const first: CanvasMessage = { canvas };
  let busy = true;
  let waiting: Partial<Parts> | null = null;
  worker.postMessage(first, [canvas]);
  worker.addEventListener('message', () => {
    busy = waiting !== null;
    if (waiting) worker.postMessage(waiting);
    waiting = null;
  });
  return {
    paint(changed) {
      if (busy) {
        waiting = { ...waiting, ...changed };
      } else {
        busy = true;
        worker.postMessage(changed);
      }
    },
  };
}
