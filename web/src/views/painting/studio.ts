import type { AnyCanvas, Context } from '../parts/canvas.ts';
import { create } from '../parts/dom.ts';
import { createEasel, type Deriving, type Easel, type Pictures } from './easel.ts';
import type { CanvasMessage } from './worker.ts';

/** Where pictures are painted from parts that views give. */
export interface Studio<Parts> {
  /** Puts the canvas of a picture into `holder`. */
  hang(name: string, holder: HTMLElement, className?: string): void;
  /**
   * Takes parts in, the others staying as they were. All that is given in one task is painted together; none is no work.
   * What a part refers to may be overwritten in the next task.
   */
  give(changed: Partial<Parts>): void;
  /** A picture painted on the page itself, at once, for a printer that can't wait for a worker; with parts of its own. */
  still(name: string, changed: Partial<Parts>): HTMLCanvasElement;
  /** The same into a context whose unit is the CSS px. */
  paint(name: string, context: Context, changed: Partial<Parts>): void;
}

/**
 * Painting half a million pixels takes longer than all else the page does for a movement of the pen, and a canvas that the page
 * paints must be recorded and committed with it. So one worker paints all pictures, and the page sends it, in one message a
 * frame, what that is made from. Where a browser has no canvas for workers, or refuses the worker, the page paints by itself, with
 * the same code.
 */
export function createStudio<Parts extends object>(
  pictures: Pictures<Parts>,
  script: string,
  derive: Deriving<Parts>,
): Studio<Parts> {
  const hung = new Map<string, Place>();
  const known: Partial<Parts> = {};
  let waiting: Partial<Parts> | null = null;
  let workshop = openWorker<Parts>(script, () => {
    workshop = openHere(pictures, derive);
    for (const [name, place] of hung) workshop.hang(name, placeCanvas(place));
    workshop.paint(known, known);
  });
  workshop ??= openHere(pictures, derive);

  const partsWith = (changed: Partial<Parts>): Partial<Parts> => {
    const parts = { ...known, ...changed };
    return derive(parts, parts);
  };
  const paint = (): void => {
    const changed = waiting;
    waiting = null;
    if (changed) workshop?.paint(known, changed);
  };
  return {
    hang(name, holder, className = `${name}-canvas`) {
      const place = { holder, className };
      hung.set(name, place);
      workshop?.hang(name, placeCanvas(place));
    },
    give(changed) {
      if (Object.keys(changed).length === 0) return;
      Object.assign(known, changed);
      if (waiting === null) queueMicrotask(paint);
      waiting = Object.assign(waiting ?? {}, changed);
    },
    still(name, changed) {
      const canvas = create('canvas', `${name}-still`);
      const parts = partsWith(changed);
      createEasel(canvas, pictures[name](makeCanvas)).paint(parts, parts);
      return canvas;
    },
    paint(name, context, changed) {
      // Nobody asks for a picture of which nothing is known.
      pictures[name](makeCanvas).paint(context, partsWith(changed) as Parts);
    },
  };
}

/** The page's side of whoever paints. */
interface Workshop<Parts> {
  hang(name: string, canvas: HTMLCanvasElement): void;
  paint(known: Partial<Parts>, changed: Partial<Parts>): void;
}

function makeCanvas(width: number, height: number): AnyCanvas {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

interface Place {
  readonly holder: HTMLElement;
  /** Of the canvas. */
  readonly className: string;
}

/** A fresh canvas in the place of an earlier one. */
function placeCanvas({ holder, className }: Place): HTMLCanvasElement {
  const canvas = create('canvas', className);
  canvas.setAttribute('aria-hidden', 'true');
  holder.querySelector(`.${className}`)?.remove();
  holder.prepend(canvas);
  return canvas;
}

function openHere<Parts extends object>(pictures: Pictures<Parts>, derive: Deriving<Parts>): Workshop<Parts> {
  const easels: Easel<Parts>[] = [];
  let derived: Partial<Parts> = {};
  return {
    hang(name, canvas) {
      easels.push(createEasel(canvas, pictures[name](makeCanvas)));
    },
    paint(known, given) {
      const changed = derive(known, given);
      derived = { ...derived, ...changed };
      for (const easel of easels) easel.paint({ ...known, ...derived }, changed);
    },
  };
}

/** Null where there can be none; `failed` is called where it does not come up, or breaks down. */
function openWorker<Parts extends object>(script: string, failed: () => void): Workshop<Parts> | null {
  if (typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return null;
  if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return null;
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  let worker: Worker;
  try {
    worker = new Worker(address);
  } catch {
    return null;
  }
  worker.addEventListener('message', () => URL.revokeObjectURL(address), { once: true });
  worker.addEventListener('error', () => {
    worker.terminate();
    failed();
  });
  return {
    hang(name, canvas) {
      const message: CanvasMessage = { name, canvas: canvas.transferControlToOffscreen() };
      worker.postMessage(message, [message.canvas]);
    },
    // A copy is made at once; the worker merges what comes while it paints.
    paint: (_, changed) => worker.postMessage(changed),
  };
}
