import { MissingFeatures } from './features.ts';

/** A canvas's size in CSS px, and its pixels per CSS px. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** The page's canvas or a worker's, and their 2D contexts. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type MakeCanvas = (width: number, height: number) => AnyCanvas;

/** The 2D context of `canvas`. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D;
export function contextOf(canvas: AnyCanvas): Context;
export function contextOf(canvas: AnyCanvas): Context {
  const context = canvas.getContext('2d') as Context | null;
  if (!context) throw new MissingFeatures(['2D canvas']);
  return context;
}

/**
 * Gives `canvas` as many pixels as `size` asks for, and `context` the CSS px as its unit. Setting a canvas's size blanks
 * it, so it is set only if it differs.
 */
export function fitCanvas(canvas: AnyCanvas, context: Context, size: CanvasSize): void {
  const width = Math.max(1, Math.round(size.width * size.ratio));
  const height = Math.max(1, Math.round(size.height * size.ratio));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(width / size.width, 0, 0, height / size.height, 0, 0);
}

/**
 * Calls `changed` with the canvas's content box, once at the start and whenever the box or the pixel ratio changes.
 * Nothing is measured while drawing, so drawing never forces a layout.
 */
export function watchSize(canvas: Element, changed: (size: CanvasSize) => void): void {
  const observer = new ResizeObserver((entries) => {
    const box = entries[entries.length - 1]?.contentRect;
    if (box && box.width > 0 && box.height > 0) {
      changed({ width: box.width, height: box.height, ratio: window.devicePixelRatio || 1 });
    }
  });
  observer.observe(canvas);
  const watchRatio = (): void => {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio || 1}dppx)`);
    const again = (): void => {
      observer.unobserve(canvas);
      observer.observe(canvas);
      watchRatio();
    };
    query.addEventListener('change', again, { once: true });
  };
  watchRatio();
}
