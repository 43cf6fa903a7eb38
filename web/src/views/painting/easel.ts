import { type AnyCanvas, type CanvasSize, type Context, contextOf, fitCanvas } from '../parts/canvas.ts';

/** What every picture needs, besides its content. */
export interface PictureParts {
  readonly size: CanvasSize;
}

/** How one kind of picture is painted from its parts. */
export interface Painter<Parts extends PictureParts> {
  /** The parts without which there is nothing to paint. */
  readonly needs: readonly (keyof Parts)[];
  /** Paints into a context whose unit is the CSS px and whose canvas may hold an earlier picture. */
  paint(context: Context, parts: Parts): void;
}

export interface Easel<Parts> {
  /** Takes in changed parts, keeps the others, and paints as soon as it has all it needs. */
  paint(changed: Partial<Parts>): void;
}

/** A canvas with its painter: the same code on the page and in a worker. */
export function createEasel<Parts extends PictureParts>(canvas: AnyCanvas, painter: Painter<Parts>): Easel<Parts> {
  const context = contextOf(canvas);
  let known: Partial<Parts> = {};
  return {
    paint(changed) {
      known = { ...known, ...changed };
      if (!isComplete(known, painter.needs)) return;
      fitCanvas(canvas, context, known.size);
      painter.paint(context, known);
    },
  };
}

function isComplete<Parts>(known: Partial<Parts>, needs: readonly (keyof Parts)[]): known is Parts {
  return needs.every((part) => known[part] !== undefined);
}
