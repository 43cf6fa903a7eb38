import {
  type AnyCanvas,
  type CanvasSize,
  type Context,
  contextOf,
  fitCanvas,
  type MakeCanvas,
} from '../parts/canvas.ts';

/** How one picture is painted from parts that several pictures may share. */
export interface Painter<Parts> {
  /** The parts it is made from, without which there is nothing to paint. */
  readonly needs: readonly (keyof Parts)[];
  sizeOf(parts: Parts): CanvasSize;
  /** Paints into a context whose unit is the CSS px and whose canvas may hold an earlier picture. */
  paint(context: Context, parts: Parts): void;
}

/** Every picture of the page by its name: makes its painter. The same on the page and in a worker. */
export type Pictures<Parts> = Readonly<Record<string, (makeCanvas: MakeCanvas) => Painter<Parts>>>;

/**
 * Works out parts from other parts where pictures are painted, so that they need not be sent there: returns `changed` with what
 * changes with it. `known` has `changed` in it.
 */
export type Deriving<Parts> = (known: Partial<Parts>, changed: Partial<Parts>) => Partial<Parts>;

/** A canvas with its painter. */
export interface Easel<Parts> {
  /** Paints `known` if any of `changed` is among what the picture is made from, and nothing of that is missing. */
  paint(known: Partial<Parts>, changed: Partial<Parts>): void;
}

export function createEasel<Parts extends object>(canvas: AnyCanvas, painter: Painter<Parts>): Easel<Parts> {
  const context = contextOf(canvas);
  return {
    paint(known, changed) {
      if (!painter.needs.some((part) => part in changed) || !isComplete(known, painter.needs)) return;
      fitCanvas(canvas, context, painter.sizeOf(known));
      painter.paint(context, known);
    },
  };
}

function isComplete<Parts extends object>(known: Partial<Parts>, needs: readonly (keyof Parts)[]): known is Parts {
  return needs.every((part) => part in known);
}
