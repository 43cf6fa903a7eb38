import type { MakeCanvas } from '../parts/canvas.ts';
import { createEasel, type Easel, type Painter, type PictureParts } from './easel.ts';

/** The worker's side of painting: it receives a canvas once, then changed parts, and answers each with `ready`. */

export interface CanvasMessage {
  readonly canvas: OffscreenCanvas;
}

/** The worker's side of its channel; TypeScript's DOM library describes only the page's. */
interface WorkerScope<Parts> {
  onmessage: ((event: MessageEvent<CanvasMessage | Partial<Parts>>) => void) | null;
  postMessage(message: 'ready'): void;
}

export function serve<Parts extends PictureParts>(
  scope: WorkerScope<Parts>,
  createPainter: (makeCanvas: MakeCanvas) => Painter<Parts>,
): void {
  const painter = createPainter((width, height) => new OffscreenCanvas(width, height));
  let easel: Easel<Parts> | null = null;
  scope.onmessage = ({ data }) => {
    if ('canvas' in data) easel = createEasel(data.canvas, painter);
    else easel?.paint(data);
    scope.postMessage('ready');
  };
}
