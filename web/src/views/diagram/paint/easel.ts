import type { Layout } from '../layout.ts';
import type { Scene } from '../scene.ts';
import { type Context, contextOf, createPainter, type Look, type MakeCanvas } from './painter.ts';

/** What to paint next; what is left out stays as it was. */
export interface Order {
  readonly layout?: Layout;
  /** Canvas pixels a CSS px. */
  readonly ratio?: number;
  readonly look?: Look;
  readonly scene?: Scene;
}

export interface Easel {
  /** Takes the order in and paints, as soon as layout, ratio, look and scene have all been given. */
  paint(order: Order): void;
}

/** A canvas with its painter: the same code on the page and in a worker. */
export function createEasel(canvas: HTMLCanvasElement | OffscreenCanvas, makeCanvas: MakeCanvas): Easel {
  const context: Context = contextOf(canvas);
  const painter = createPainter(makeCanvas);
  let known: Order = {};

  return {
    paint(order) {
      known = { ...known, ...order };
      const { layout, ratio, look, scene } = known;
      if (!layout || !ratio || !look || !scene) return;
      if (order.layout || order.ratio) {
        canvas.width = Math.max(1, Math.round(layout.width * ratio));
        canvas.height = Math.max(1, Math.round(layout.height * ratio));
        context.setTransform(canvas.width / layout.width, 0, 0, canvas.height / layout.height, 0, 0);
      }
      painter.paint(context, layout, look, scene);
    },
  };
}
