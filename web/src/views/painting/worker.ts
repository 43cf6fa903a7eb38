import { createEasel, type Deriving, type Easel, type Pictures } from './easel.ts';

/**
 * The worker's side of painting: it is given canvases, then changed parts. It paints when no message waits any more: if the
 * pictures change faster than they can be painted, those in between are never begun, and the page need not be told.
 */

export interface CanvasMessage {
  /** Of the picture. */
  readonly name: string;
  readonly canvas: OffscreenCanvas;
}

export type WorkerMessage<Parts> = CanvasMessage | Partial<Parts>;

/** The worker's side of its channel; TypeScript's DOM library describes only the page's. */
interface WorkerScope<Parts> {
  onmessage: ((event: MessageEvent<WorkerMessage<Parts>>) => void) | null;
  postMessage(message: 'ready'): void;
}

/** `later` runs what it is given when the messages that have come in by now have been read; `derive` works out parts here. */
export function serve<Parts extends object>(
  scope: WorkerScope<Parts>,
  pictures: Pictures<Parts>,
  later: (run: () => void) => void,
  derive: Deriving<Parts>,
): void {
  const easels: Easel<Parts>[] = [];
  let known: Partial<Parts> = {};
  let waiting: Partial<Parts> | null = null;
  const paint = (): void => {
    const sent = waiting ?? {};
    waiting = null;
    known = { ...known, ...sent };
    const changed = derive(known, sent);
    known = { ...known, ...changed };
    for (const easel of easels) easel.paint(known, changed);
  };
  scope.onmessage = ({ data }) => {
    if ('canvas' in data) {
      const painter = pictures[data.name]((width, height) => new OffscreenCanvas(width, height));
      easels.push(createEasel(data.canvas, painter));
      return;
    }
    if (waiting === null) later(paint);
    waiting = { ...waiting, ...data };
  };
  scope.postMessage('ready');
}

/** Runs things after the messages that wait already: a message of its own goes to the end of their line. */
export function createLater(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  let next: () => void = () => {};
  port1.onmessage = () => next();
  return (run) => {
    next = run;
    port2.postMessage(null);
  };
}
