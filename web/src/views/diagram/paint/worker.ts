import { createEasel, type Easel, type Order } from './easel.ts';

/** The worker's script: it is given a canvas once, then orders, and says after each that it is ready for the next. */

export interface FirstMessage {
  readonly canvas: OffscreenCanvas;
}

/** The worker's side of its channel; TypeScript's DOM library describes only the page's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<FirstMessage | Order>) => void) | null;
  postMessage(message: 'ready'): void;
}

export function serve(scope: WorkerScope): void {
  let easel: Easel | null = null;
  scope.onmessage = ({ data }) => {
    if ('canvas' in data) easel = createEasel(data.canvas, (width, height) => new OffscreenCanvas(width, height));
    else easel?.paint(data);
    scope.postMessage('ready');
  };
}

serve(self as unknown as WorkerScope);
