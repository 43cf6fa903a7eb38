import type { AnyCanvas } from '../src/views/parts/canvas.ts';

/** A canvas that records what is done to it, for code under test without a browser. */
export class FakeCanvas {
  /** Every call to the context, with its arguments. */
  readonly calls: unknown[][] = [];
  /** The image data put into it. */
  readonly uploads: { data: Uint8ClampedArray }[] = [];
  /** The arguments of every drawImage. */
  readonly drawn: unknown[][] = [];
  readonly #context: object;

  constructor(
    public width: number,
    public height: number,
  ) {
    const known: Record<string, unknown> = {
      createImageData: (across: number, down: number) => ({ data: new Uint8ClampedArray(4 * across * down) }),
      putImageData: (image: { data: Uint8ClampedArray }) => this.uploads.push(image),
      /** Letters 6 px wide. */
      measureText: (text: string) => ({ width: 6 * text.length }),
      drawImage: (...args: unknown[]) => this.drawn.push(args),
    };
    this.#context = new Proxy(known, {
      get: (target, name: string) =>
        target[name] ?? ((...args: unknown[]): unknown => this.calls.push([name, ...args])),
      set: (_, name: string, value) => {
        this.calls.push([name, value]);
        return true;
      },
    });
  }

  getContext(): object {
    return this.#context;
  }
}

export function asCanvas(canvas: FakeCanvas): AnyCanvas {
  return canvas as unknown as AnyCanvas;
}
