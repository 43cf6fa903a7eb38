import script from 'virtual:diagram-painter';
import { create } from '../../parts/dom.ts';
import { createEasel, type Easel, type Order } from './easel.ts';
import type { FirstMessage } from './worker.ts';

/** The diagram's canvas, wherever it is painted. */
export interface Studio {
  /** Whatever was ordered last is what will be seen: orders that arrive while one is being painted are merged. */
  paint(order: Order): void;
  /** Paints the same on the page itself, at once, for a printer that can't wait for a worker. */
  still(order: Order): HTMLCanvasElement;
}

/**
 * Puts a canvas into `stage`. Painting half a million pixels takes longer than all else the page does for a movement of
 * the pen, so a worker does it and the page only sends what is to be seen. Where a browser has no canvas for workers, or
 * refuses the worker, the page paints by itself, with the same code.
 */
export function openStudio(stage: HTMLElement): Studio {
  let all: Order = {};
  let easel = hireWorker(stage, () => {
    easel = paintHere(stage);
    easel.paint(all);
  });

  return {
    paint(order) {
      all = { ...all, ...order };
      easel.paint(order);
    },
    still(order) {
      const canvas = create('canvas', 'diagram-still');
      createEasel(canvas, makeCanvas).paint({ ...all, ...order });
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

/** A fresh canvas in the place of an earlier one. */
function hang(stage: HTMLElement): HTMLCanvasElement {
  const canvas = create('canvas', 'diagram-canvas');
  canvas.setAttribute('aria-hidden', 'true');
  stage.querySelector('.diagram-canvas')?.remove();
  stage.prepend(canvas);
  return canvas;
}

function paintHere(stage: HTMLElement): Easel {
  return createEasel(hang(stage), makeCanvas);
}

function hireWorker(stage: HTMLElement, failed: () => void): Easel {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return paintHere(stage);
  const canvas = hang(stage);
  if (!('transferControlToOffscreen' in canvas)) return paintHere(stage);
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    const easel = employ(worker, canvas.transferControlToOffscreen());
    worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
    worker.addEventListener('error', () => {
      worker.terminate();
      failed();
    });
    return easel;
  } catch {
    return paintHere(stage);
  }
}

/** At most one order is with the worker; the next waits for it, and takes up what comes meanwhile. */
function employ(worker: Worker, canvas: OffscreenCanvas): Easel {
  const first: FirstMessage = { canvas };
  let busy = true;
  let waiting: Order | null = null;
  worker.postMessage(first, [canvas]);
  worker.addEventListener('message', () => {
    busy = waiting !== null;
    if (waiting) worker.postMessage(waiting);
    waiting = null;
  });
  return {
    paint(order) {
      if (busy) {
        waiting = { ...waiting, ...order };
      } else {
        busy = true;
        worker.postMessage(order);
      }
    },
  };
}
